import { expect, it } from 'vitest';
import { FakeAddons } from '../testing/fake-addons.ts';
import { Faults } from '../testing/faults.ts';
import { checkInstalledTerway } from './addon-version.ts';

it.each([
  [undefined, []],
  [{ state: 'deleting', version: 'v1.5.7' }, []],
  [{ state: 'active', version: 'v1.5.7' }, ['fail']],
  [{ state: 'unhealthy', version: 'v1.15.3' }, ['pass']],
  [{ state: 'active', version: '' }, ['warn']],
])('the form secret with the add-on %j: %j', async (instance, statuses) => {
  const addons = new FakeAddons(new Faults());
  addons.stuck = true;
  addons.instanceState = instance;
  expect((await checkInstalledTerway(addons, 'c1', { credentials: 'secret' })).map(({ status }) => status)).toEqual(statuses);
});
