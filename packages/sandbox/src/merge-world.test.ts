import { describe, expect, it } from 'vitest';
import { checkOptions, mergeTiming, mergeWorld } from './merge-world.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxOptions } from './types.ts';
import { defaultTiming, defaultWorld } from './world.ts';

const problemOf = (call: () => unknown): string => {
  try {
    call();
  } catch (error) {
    return SandboxError.isInstance(error) ? `${error.code}: ${error.message}` : `another error: ${String(error)}`;
  }
  return 'none';
};

describe('mergeWorld', () => {
  it('is the default world without overrides', () => {
    expect(mergeWorld(undefined)).toEqual(defaultWorld);
    expect(mergeWorld({})).toEqual(defaultWorld);
  });

  it('replaces objects key by key and lists as a whole', () => {
    const world = mergeWorld({ region: 'cn-shanghai', vpc: { cidr: '10.0.0.0/8' }, routes: [], quotas: { vcpus: 1 } });
    expect(world).toEqual({ ...defaultWorld, region: 'cn-shanghai', vpc: { ...defaultWorld.vpc, cidr: '10.0.0.0/8' }, routes: [], quotas: { ...defaultWorld.quotas, vcpus: 1 } });
  });

  it.each<[string, unknown, string]>([
    ['an unknown part', { vpcs: [] }, 'options.world.vpcs is unknown'],
    ['an unknown key of a part', { vpc: { block: '10.0.0.0/8' } }, 'options.world.vpc.block is unknown; known here: id, name, cidr, secondaryCidrs, ipv6Cidrs'],
    ['text for a list', { routes: 'none' }, 'options.world.routes must be a list'],
    ['text for an object', { vpc: 'vpc-1' }, 'options.world.vpc must be an object'],
    ['a bad block', { vpc: { cidr: '10.0.0.1/8' } }, 'options.world.vpc.cidr is "10.0.0.1/8", which is no IPv4 block'],
    ['a vSwitch in an unknown zone', { vswitches: [{ id: 'a', name: 'a', zone: 'mars-a', cidr: '10.10.24.0/24' }] }, 'options.world.vswitches[0].zone is "mars-a"'],
    ['two vSwitches with one id', { vswitches: [0, 1].map((third) => ({ id: 'a', name: 'a', zone: 'cn-hangzhou-i', cidr: `10.10.${third}.0/24` })) }, 'has "a" twice'],
    ['a security group that is missing', { cluster: { securityGroupId: 'sg-x' } }, 'options.world.cluster.securityGroupId is "sg-x"'],
    ['an API server without a port', { dataCenter: { apiServer: '192.168.0.10' } }, 'write it as address:port'],
    ['a token of another form', { dataCenter: { joinToken: 'x' } }, 'must be a bootstrap token'],
    ['an empty region', { region: '' }, 'options.world.region must not be empty'],
  ])('refuses %s', (_title, overrides, message) => {
    expect(problemOf(() => mergeWorld(overrides as SandboxOptions['world']))).toContain(`InvalidOption: startSandbox: `);
    expect(problemOf(() => mergeWorld(overrides as SandboxOptions['world']))).toContain(message);
  });
});

describe('mergeTiming', () => {
  it('fills in the defaults', () => {
    expect(mergeTiming({ taskMs: 1 })).toEqual({ ...defaultTiming, taskMs: 1 });
  });
  it.each<[unknown, string]>([
    [{ taskSeconds: 1 }, 'options.timing.taskSeconds is unknown'],
    [{ taskMs: -1 }, 'options.timing.taskMs must be a number of milliseconds'],
    [{ tickMs: 0 }, 'options.timing.tickMs must be 1 or more'],
  ])('refuses %j', (timing, message) => {
    expect(problemOf(() => mergeTiming(timing as SandboxOptions['timing']))).toContain(message);
  });
});

describe('checkOptions', () => {
  it.each<[unknown, string]>([
    [{ speed: 2 }, 'options.speed is unknown'],
    [{ clock: 'fast' }, "options.clock must be 'system' or 'manual'"],
    [{ ossV1: 'yes' }, 'options.ossV1 must be true or false'],
    [{ ports: { ecs: 70000 } }, 'options.ports.ecs must be a whole number'],
    [{ ports: { dns: 53 } }, 'options.ports.dns is unknown'],
    [[], 'options must be an object'],
  ])('refuses %j', (options, message) => {
    expect(problemOf(() => checkOptions(options as SandboxOptions))).toContain(message);
  });
  it('takes what is documented', () => {
    expect(problemOf(() => checkOptions({ clock: 'manual', ports: { control: 0 }, ossV1: true, faults: [], timing: {}, world: {} }))).toBe('none');
  });
});
