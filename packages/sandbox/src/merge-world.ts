import { parseAddress, parseBlock } from './network/address.ts';
import { SandboxError } from './sandbox-error.ts';
import type { SandboxOptions, SandboxTiming, SandboxWorld } from './types.ts';
import { defaultTiming, defaultWorld } from './world.ts';

type Json = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const refuse = (path: string, problem: string): never => {
  throw new SandboxError('InvalidOption', `startSandbox: ${path} ${problem}`);
};

/** Keys of these are optional for `path`; any other is refused with the known ones. */
function refuseUnknownKeys(value: unknown, known: readonly string[], path: string): void {
  if (!isRecord(value)) refuse(path, 'must be an object');
  const unknown = Object.keys(value as Json).find((key) => !known.includes(key));
  if (unknown !== undefined) refuse(`${path}.${unknown}`, `is unknown; known here: ${known.join(', ')}`);
}

const optionKeys: readonly string[] = ['world', 'timing', 'faults', 'clock', 'kubeconfig', 'ossV1', 'ports'] satisfies readonly (keyof SandboxOptions)[];
const portKeys = ['ecs', 'vpc', 'ram', 'cs', 'oss', 'cbn', 'kubernetes', 'control'];

/**
 * Checks the options of `startSandbox` beyond the world.
 *
 * @throws SandboxError `InvalidOption` with the path of the first field that is wrong.
 */
export function checkOptions(options: SandboxOptions): void {
  refuseUnknownKeys(options, optionKeys, 'options');
  if (options.clock !== undefined && options.clock !== 'system' && options.clock !== 'manual') refuse('options.clock', "must be 'system' or 'manual'");
  if (options.ossV1 !== undefined && typeof options.ossV1 !== 'boolean') refuse('options.ossV1', 'must be true or false');
  if (options.ports === undefined) return;
  refuseUnknownKeys(options.ports, portKeys, 'options.ports');
  for (const [name, port] of Object.entries(options.ports)) if (!Number.isInteger(port) || port < 0 || port > 65535) refuse(`options.ports.${name}`, 'must be a whole number from 0 (any free port) to 65535');
}

/**
 * The timing with its defaults.
 *
 * @throws SandboxError `InvalidOption`.
 */
export function mergeTiming(timing: SandboxOptions['timing']): SandboxTiming {
  if (timing === undefined) return defaultTiming;
  refuseUnknownKeys(timing, Object.keys(defaultTiming), 'options.timing');
  for (const [name, value] of Object.entries(timing)) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) refuse(`options.timing.${name}`, 'must be a number of milliseconds, 0 or more');
    // A loop that never sleeps would hold the process.
    if (name === 'tickMs' && value < 1) refuse('options.timing.tickMs', 'must be 1 or more');
  }
  return { ...defaultTiming, ...timing };
}

/**
 * The default world with the parts that the caller replaces: objects key by key, everything else as a whole. What can't be true of
 * any world is refused (blocks, addresses, references); what a plan may get wrong (overlaps, missing routes) is let
 * through, as the real cloud would have it.
 *
 * @throws SandboxError `InvalidOption` with the path of the first field that is wrong.
 */
export function mergeWorld(overrides: SandboxOptions['world']): SandboxWorld {
  if (overrides === undefined) return defaultWorld;
  refuseUnknownKeys(overrides, Object.keys(defaultWorld), 'options.world');
  const merged: Record<string, unknown> = { ...defaultWorld };
  for (const [key, value] of Object.entries(overrides)) {
    const base = (defaultWorld as unknown as Json)[key];
    if (isRecord(base)) {
      refuseUnknownKeys(value, Object.keys(base), `options.world.${key}`);
      merged[key] = { ...base, ...(value as Json) };
    } else {
      if (Array.isArray(base) !== Array.isArray(value) || typeof base !== typeof value) refuse(`options.world.${key}`, `must be ${Array.isArray(base) ? 'a list' : 'text'}`);
      merged[key] = value;
    }
  }
  const world = merged as unknown as SandboxWorld;
  checkWorld(world);
  return world;
}

function checkWorld(world: SandboxWorld): void {
  const checkBlock = (block: string, path: string): void => {
    if (parseBlock(block) === undefined) refuse(path, `is "${String(block)}", which is no IPv4 block such as 10.0.0.0/16 (with zeroes behind the prefix)`);
  };
  const checkAddress = (address: string, path: string): void => {
    if (parseAddress(address) === undefined) refuse(path, `is "${String(address)}", which is no IPv4 address`);
  };
  const checkKnown = (value: string, known: readonly string[], path: string): void => {
    if (!known.includes(value)) refuse(path, `is "${String(value)}", which this world does not have; it has ${known.join(', ') || 'none'}`);
  };
  const checkUnique = (ids: readonly string[], path: string): void => {
    const twice = ids.find((id, index) => id === '' || ids.indexOf(id) !== index);
    if (twice !== undefined) refuse(path, twice === '' ? 'has an empty id' : `has "${twice}" twice`);
  };
  const { dataCenter } = world;
  for (const key of ['accountId', 'accessKeyId', 'accessKeySecret', 'region'] as const) if (world[key] === '') refuse(`options.world.${key}`, 'must not be empty');
  if (world.cluster.id === '') refuse('options.world.cluster.id', 'must not be empty');
  checkBlock(world.vpc.cidr, 'options.world.vpc.cidr');
  world.vpc.secondaryCidrs.forEach((block, index) => checkBlock(block, `options.world.vpc.secondaryCidrs[${index}]`));
  checkUnique(world.vswitches.map((vswitch) => vswitch.id), 'options.world.vswitches');
  world.vswitches.forEach((vswitch, index) => {
    checkBlock(vswitch.cidr, `options.world.vswitches[${index}].cidr`);
    checkKnown(vswitch.zone, world.zones, `options.world.vswitches[${index}].zone`);
  });
  const groups = world.securityGroups.map((group) => group.id);
  checkUnique(groups, 'options.world.securityGroups');
  checkKnown(world.cluster.securityGroupId, groups, 'options.world.cluster.securityGroupId');
  world.securityGroups.forEach((group, index) => group.rules.forEach((rule, at) => checkBlock(rule.cidr, `options.world.securityGroups[${index}].rules[${at}].cidr`)));
  world.routes.forEach((route, index) => checkBlock(route.destination, `options.world.routes[${index}].destination`));
  checkUnique(world.borderRouters.map((router) => router.id), 'options.world.borderRouters');
  world.borderRouters.forEach((router, index) => {
    const path = `options.world.borderRouters[${index}]`;
    for (const key of ['localAddress', 'peerAddress', 'mask'] as const) checkAddress(router[key], `${path}.${key}`);
    router.routes.forEach((route, at) => checkBlock(route.destination, `${path}.routes[${at}].destination`));
    router.bgpNetworks.forEach((block, at) => checkBlock(block, `${path}.bgpNetworks[${at}]`));
    router.bgpPeers.forEach((peer, at) => checkKnown(peer.groupId, router.bgpGroups.map((group) => group.id), `${path}.bgpPeers[${at}].groupId`));
  });
  checkUnique(world.cens.map((cen) => cen.id), 'options.world.cens');
  world.cens.forEach((cen, index) => {
    const path = `options.world.cens[${index}]`;
    checkUnique(cen.members.map((member) => member.id), `${path}.members`);
    cen.routes.forEach((route, at) => {
      checkBlock(route.destination, `${path}.routes[${at}].destination`);
      checkKnown(route.memberId, cen.members.map((member) => member.id), `${path}.routes[${at}].memberId`);
    });
    cen.members.forEach((member, at) => member.published.forEach((route, place) => checkBlock(route.destination, `${path}.members[${at}].published[${place}].destination`)));
  });
  world.instanceTypes.forEach((type, index) => type.zones.forEach((zone) => checkKnown(zone, world.zones, `options.world.instanceTypes[${index}].zones`)));
  for (const key of ['nodeCidr', 'podCidr', 'serviceCidr'] as const) checkBlock(dataCenter[key], `options.world.dataCenter.${key}`);
  dataCenter.routesToCloud.forEach((block, index) => checkBlock(block, `options.world.dataCenter.routesToCloud[${index}]`));
  checkUnique(dataCenter.nodes.map((node) => node.name), 'options.world.dataCenter.nodes');
  dataCenter.nodes.forEach((node, index) => checkAddress(node.address, `options.world.dataCenter.nodes[${index}].address`));
  if (!/^\d+(\.\d+){3}:\d{1,5}$/.test(dataCenter.apiServer)) refuse('options.world.dataCenter.apiServer', `is "${dataCenter.apiServer}"; write it as address:port`);
  checkAddress(dataCenter.apiServer.split(':', 1)[0] ?? '', 'options.world.dataCenter.apiServer');
  if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(dataCenter.joinToken)) refuse('options.world.dataCenter.joinToken', 'must be a bootstrap token: six characters, a dot, and sixteen, all of a-z and 0-9');
}
