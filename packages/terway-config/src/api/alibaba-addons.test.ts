import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { nockCloud, origin } from '../testing/nock-cloud.ts';
import { createAddons } from './alibaba-addons.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

const addons = () => createAddons(nockCloud());

describe('createAddons, on the wire', () => {
  it.each([
    [{ name: 'terway-eniip', version: 'v1.14.1', config: '{"a":1}' }, [{ name: 'terway-eniip', version: 'v1.14.1', config: '{"a":1}' }]],
    [{ name: 'terway-eniip', version: 'v1.14.1' }, [{ name: 'terway-eniip', version: 'v1.14.1' }]],
  ])('installs with a JSON array %j', async (addon, body) => {
    const scope = nock(origin).post('/clusters/c1/components/install', body).reply(200, { cluster_id: 'c1', task_id: 'T-1' });
    expect(await addons().install('c1', addon)).toBe('T-1');
    expect(scope.isDone()).toBe(true);
  });

  it('uninstalls with a JSON array', async () => {
    const scope = nock(origin).post('/clusters/c1/components/uninstall', [{ name: 'terway-eniip' }]).reply(200, {});
    expect(await addons().uninstall('c1', 'terway-eniip')).toBeUndefined();
    expect(scope.isDone()).toBe(true);
  });

  it.each([
    [[{ name: 'terway-eniip', state: 'active', version: 'v1.14.1' }], { state: 'active', version: 'v1.14.1' }],
    [[{ name: 'terway-eniip', state: 'deleted', version: 'v1.14.1' }], undefined],
    [[{ name: 'terway', state: 'active', version: 'v1' }], undefined],
    [[], undefined],
  ])('finds the instance in %j', async (list, instance) => {
    nock(origin).get('/clusters/c1/addon_instances').reply(200, { addons: list });
    expect(await addons().instance('c1', 'terway-eniip')).toEqual(instance);
  });

  it('asks which version is offered to the cluster', async () => {
    nock(origin).get('/addons').query({ cluster_id: 'c1', region_id: 'cn-hangzhou' }).reply(200, { addons: [{ name: 'terway-eniip', version: 'v1.14.1' }] });
    expect(await addons().offeredVersion('c1', 'terway-eniip')).toBe('v1.14.1');
  });

  it.each([
    [{ state: 'running' }, { state: 'running', message: '' }],
    [{ state: 'success' }, { state: 'success', message: '' }],
    [{ state: 'fail', error: { code: 'X', message: 'why' } }, { state: 'fail', message: 'why' }],
    [{ state: 'failed' }, { state: 'fail', message: '' }],
  ])('reads the task %j', async (body, task) => {
    nock(origin).get('/tasks/T-1').reply(200, body);
    expect(await addons().task('T-1')).toEqual(task);
  });

  it('gives no task where there is none', async () => {
    nock(origin).get('/tasks/T-1').reply(404, { code: 'TaskNotFound', message: 'no' });
    expect(await addons().task('T-1')).toBeUndefined();
  });

  it('reads again after a gateway page, and does not install twice', async () => {
    nock(origin).get('/clusters/c1/addon_instances').reply(502, '<html></html>', { 'content-type': 'text/html' });
    nock(origin).get('/clusters/c1/addon_instances').reply(200, { addons: [] });
    expect(await addons().instance('c1', 'terway-eniip')).toBeUndefined();
    nock(origin).post('/clusters/c1/components/install').reply(502, '<html></html>', { 'content-type': 'text/html' });
    const second = nock(origin).post('/clusters/c1/components/install').reply(200, {});
    await expect(addons().install('c1', { name: 'terway-eniip', version: 'v1.14.1' })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(second.isDone()).toBe(false);
  });
});
