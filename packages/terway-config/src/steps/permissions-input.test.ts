import { expect, it } from 'vitest';
import { desiredPermissions } from './permissions-input.ts';

const clusterId = 'c0123456789abcdef0123456789abcdef';

it.each<[object, string]>([
  [{ principal: 'user' }, 'principal: must be { kind: "new-user" }'],
  [{ principal: { kind: 'users' } }, 'principal: must be { kind: "new-user" }'],
  [{ principal: { kind: 'existing-user' } }, 'principal.userName: names the user that exists'],
  [{ principal: { kind: 'role', roleName: 'a b' } }, 'principal.roleName: a RAM role name is'],
  [{ grant: true }, 'grant: must be always or missing'],
  [{ userName: 'a', principal: { kind: 'role', roleName: 'b' } }, 'userName: names a user beside principal'],
])('refuses %j', (rest, message) => {
  expect(() => desiredPermissions({ clusterId, ...rest })).toThrow(message);
});

it('takes each kind of principal', () => {
  expect(desiredPermissions({ clusterId })).toMatchObject({ principal: { kind: 'user' }, createsUser: true, grant: 'always' });
  expect(desiredPermissions({ clusterId, principal: { kind: 'existing-user', userName: 'a' }, grant: 'missing' })).toMatchObject({ principal: { kind: 'user', name: 'a' }, createsUser: false, grant: 'missing' });
  expect(desiredPermissions({ clusterId, principal: { kind: 'role', roleName: 'b' } })).toMatchObject({ principal: { kind: 'role', name: 'b' }, createsUser: false });
});
