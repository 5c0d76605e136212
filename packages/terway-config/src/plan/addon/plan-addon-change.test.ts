import { describe, expect, it } from 'vitest';
import { planAddonChange, type AddonChange, type InstalledAddon, type OfferedUpgrade, type WantedAddon } from './plan-addon-change.ts';

const active = (version: string, config: InstalledAddon['config'] = {}): InstalledAddon => ({ state: 'active', version, config });
const offers: readonly OfferedUpgrade[] = [
  { version: 'v1.15.0', upgradable: true },
  { version: 'v1.16.0', upgradable: false, minimumClusterVersion: '1.32' },
];

describe('planAddonChange', () => {
  it.each<[string, InstalledAddon | undefined, WantedAddon, readonly OfferedUpgrade[] | undefined, AddonChange]>([
    ['installs what is not there', undefined, {}, undefined, { kind: 'install' }],
    ['installs what is being removed', { state: 'deleting', version: 'v1.14.0' }, { version: 'v1.13.0' }, undefined, { kind: 'install' }],
    ['leaves what is there where nothing is asked', { state: 'active', version: 'v1.14.0' }, {}, undefined, { kind: 'none' }],
    ['leaves the version that is asked for', active('v1.14.0'), { version: 'v1.14.0' }, undefined, { kind: 'none' }],
    ['upgrades to a newer one', active('v1.14.0'), { version: 'v1.15.0' }, offers, { kind: 'upgrade', from: 'v1.14.0', to: 'v1.15.0', keys: [], config: {} }],
    ['upgrades where the service names none', active('v1.14.0'), { version: 'v1.15.0' }, [], { kind: 'upgrade', from: 'v1.14.0', to: 'v1.15.0', keys: [], config: {} }],
    ['upgrades between builds of one version', active('v1.14.0-a'), { version: 'v1.14.0-b' }, undefined, { kind: 'upgrade', from: 'v1.14.0-a', to: 'v1.14.0-b', keys: [], config: {} }],
    ['lets the service judge a version that has no numbers', active('canary'), { version: 'v1.14.0' }, undefined, { kind: 'upgrade', from: 'canary', to: 'v1.14.0', keys: [], config: {} }],
    ['carries the parameters through an upgrade', active('v1.14.0', { a: 1 }), { version: 'v1.15.0', config: { b: 2 } }, offers, { kind: 'upgrade', from: 'v1.14.0', to: 'v1.15.0', keys: ['b'], config: { a: 1, b: 2 } }],
    ['sets a parameter beside the others', active('v1.14.0', { a: 1, b: 1 }), { config: { b: 2 } }, undefined, { kind: 'modify', keys: ['b'], config: { a: 1, b: 2 } }],
    ['sets nothing that is set', active('v1.14.0', { b: 2 }), { config: { b: 2 } }, undefined, { kind: 'none' }],
  ])('%s', (_what, installed, wanted, upgrades, change) => {
    expect(planAddonChange(installed, wanted, upgrades)).toEqual(change);
  });

  it.each<[InstalledAddon, WantedAddon, readonly OfferedUpgrade[] | undefined, string]>([
    [active('v1.15.0'), { version: 'v1.14.0' }, undefined, 'v1.15.0 is installed, and v1.14.0 is older: Container Service upgrades add-ons, it does not downgrade them'],
    [active('v1.14.0'), { version: 'v1.16.0' }, offers, 'Container Service does not upgrade v1.14.0 to v1.16.0, which needs Kubernetes 1.32 or later'],
    [active('v1.14.0'), { version: 'v1.15.9' }, offers, 'Container Service does not upgrade v1.14.0 to v1.15.9'],
    [{ state: 'active', version: 'v1.14.0' }, { config: { a: 1 } }, undefined, 'the parameters of the add-on as Container Service gives them are no JSON object: nothing can be set without losing them'],
  ])('refuses %j to become %j', (installed, wanted, upgrades, message) => {
    expect(planAddonChange(installed, wanted, upgrades)).toMatchObject({ kind: 'refuse', message, remediation: expect.any(String) });
  });
});
