import * as Ram from '@alicloud/ram20150501';
import { describe, expect, it } from 'vitest';
import { errorOf, startTestCloud } from '../testing/test-cloud.ts';

const userName = 'u';

async function withUser() {
  const cloud = await startTestCloud();
  const ram = await cloud.ram();
  await ram.createUser(new Ram.CreateUserRequest({ userName }));
  const create = () => ram.createLoginProfile(new Ram.CreateLoginProfileRequest({ userName, password: 'canary-Passw0rd', passwordResetRequired: true }));
  const get = () => ram.getLoginProfile(new Ram.GetLoginProfileRequest({ userName }));
  const remove = () => ram.deleteLoginProfile(new Ram.DeleteLoginProfileRequest({ userName }));
  return { cloud, ram, create, get, remove };
}

describe('login profiles', () => {
  it('are made once, read without the password, and taken away', async () => {
    const { cloud, create, get, remove } = await withUser();
    expect(await errorOf(get())).toMatchObject({ code: 'EntityNotExist.User.LoginProfile', statusCode: 404 });
    const before = cloud.half.snapshot();
    await create();
    expect(await errorOf(create())).toMatchObject({ code: 'EntityAlreadyExists.User.LoginProfile', statusCode: 409 });
    const { body } = await get();
    expect(body?.loginProfile).toMatchObject({ userName, passwordResetRequired: true, MFABindRequired: false });
    expect(JSON.stringify([body, cloud.half.snapshot()])).not.toContain('canary');
    expect(cloud.half.snapshot()).not.toEqual(before);
    await remove();
    expect(cloud.half.snapshot()).toEqual(before);
    expect((await errorOf(remove())).code).toBe('EntityNotExist.User.LoginProfile');
  });

  it('keep their user from being deleted', async () => {
    const { ram, create, remove } = await withUser();
    await create();
    expect(await errorOf(ram.deleteUser(new Ram.DeleteUserRequest({ userName })))).toMatchObject({ code: 'DeleteConflict.User.LoginProfile', statusCode: 409 });
    await remove();
    await ram.deleteUser(new Ram.DeleteUserRequest({ userName }));
  });
});
