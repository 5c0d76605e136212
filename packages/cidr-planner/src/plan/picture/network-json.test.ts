import { InvalidInputError } from '@ack-hybrid/core/errors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildNetwork } from '../../testing/network.ts';
import { picturedNetwork } from '../../testing/pictured-network.ts';
import { planNetwork } from '../network/plan-network.ts';
import { drawNetwork } from './draw-network.ts';
import { networkFromJson, networkToJson } from './network-json.ts';

const guide = buildNetwork({ vpc: { cidr: '10.0.0.0/8' }, demand: { nodes: 3, podsPerNode: 20 } });

/** The document of the guide's network with something changed in it. */
const changed = (change: (document: Record<string, Record<string, unknown>>) => void): string => {
  const document = JSON.parse(networkToJson(guide)) as Record<string, Record<string, unknown>>;
  change(document);
  return JSON.stringify(document);
};

const faultsOf = (json: string): readonly string[] => {
  try {
    networkFromJson(json);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return error.issues.map((issue) => `${issue.path}: ${issue.message}`);
    throw error;
  }
  return [];
};

test('a document is what it was when it is read back', () => {
  fc.assert(
    fc.property(picturedNetwork, (input) => {
      const plan = planNetwork({ ...input, vSwitches: input.vSwitches.slice(0, 2) });
      expect(networkFromJson(networkToJson(input, plan))).toEqual({ input, plan });
    }),
    { numRuns: 40 },
  );
});

test('every field of an input is read back', () => {
  const input = buildNetwork({
    region: 'cn-hangzhou',
    dataCenter: { nodeCidr: ['192.168.0.0/24', 'fd00::/64'], nodes: 12, bgp: { blockPrefix: 26, aggregated: true }, podCidr: ['10.100.0.0/16', 'fd01::/64'], overlay: { ipam: 'calico', blockPrefix: 26, blockPrefix6: 122, maxPods: 60 } },
    vpc: { secondaryCidrs: ['172.16.0.0/16'], existing: true, customRoutes: 3 },
    vSwitches: [{ name: 'n', id: 'vsw-1', cidr: '10.0.0.0/24', zone: 'z', role: 'nodes', existing: true, freeAddresses: 250 }],
    routed: [{ name: 'r', cidr: ['10.200.0.0/16'] }],
    sites: [{ name: 's', kind: 'vpc', cidr: '10.201.0.0/16' }],
    cen: { protectionLevel: 'reduced' },
    waivers: ['overlap-service-vpc'],
    demand: {
      nodes: 1, surgeNodes: 1, podsPerNode: 1, hostNetworkPods: 1, maxPods: 8, maxPoolSize: 1, minPoolSize: 0, nodeQuota: 9, zoneFailure: false,
      instance: { eniQuantity: 2, eniPrivateIpAddressQuantity: 10 },
      terway: { eniCapRatio: 1, eniCapShift: 0, maxEni: 2, mode: 'shared' },
      growth: { nodesPerYear: 0 },
    },
  });
  expect(networkFromJson(networkToJson(input))).toEqual({ input, plan: planNetwork(input) });
});

test('custom routes are read back as a list of destinations, too', () => {
  const input = buildNetwork({ vpc: { customRoutes: ['192.168.0.0/24'] } });
  expect(networkFromJson(networkToJson(input)).input.vpc.customRoutes).toEqual(['192.168.0.0/24']);
});

test('what is never full is never full when it is read back', () => {
  const plan = { ...planNetwork(guide), capacity: { ...planNetwork(guide).capacity, yearsUntilFull: Infinity } };
  expect(networkFromJson(networkToJson(guide, plan)).plan.capacity.yearsUntilFull).toBe(Infinity);
});

test('a document with a version of its own is what drawNetwork gives as JSON', () => {
  const json = drawNetwork(guide, planNetwork(guide), { format: 'json' });
  expect(json).toBe(networkToJson(guide));
  expect(json.split('\n').slice(0, 4)).toEqual(['{', '  "kind": "ack-hybrid/network",', '  "version": 1,', '  "input": {']);
});

describe('a document is refused, with the path, for', () => {
  test.each<[string, string, readonly string[]]>([
    ['no JSON', '{', [': this is no JSON']],
    ['no object', '[]', [': this is no object']],
    ['another kind', '{"version":1}', ['kind: nothing is not "ack-hybrid/network"']],
    ['another version', changed((document) => Object.assign(document, { version: 2, later: true })), ['version: 2 is not a version that is known here; 1 is']],
    ['an unknown field', changed((document) => Object.assign(document['input'] ?? {}, { vpcs: [] })), [expect.stringMatching(/^input\.vpcs: this field is not known; known are region, dataCenter,/u)]],
    ['a field of a prototype', networkToJson(guide).replace('"input": {', '"input": { "__proto__": {},'), [expect.stringMatching(/^input\.__proto__: this field is not known/u)]],
    ['wrong types, all at once', changed((document) => {
      Object.assign(document['input'] ?? {}, { region: 7, vSwitches: {} });
      Object.assign(document['plan'] ?? {}, { ok: 'no' });
    }), ['input.region: the number 7 is not a text', 'input.vSwitches: an object is not a list', 'plan.ok: a text is not true or false']],
    ['a missing field', changed((document) => delete document['input']?.['vpc']), ['input.vpc: nothing is not an object']],
    ['null', changed((document) => Object.assign(document['input'] ?? {}, { dataCenter: null })), ['input.dataCenter: null is not an object']],
    ['a finding of another severity', changed((document) => Object.assign((document['plan']?.['findings'] as object[])[0] ?? {}, { severity: 'fatal' })), ['plan.findings[0].severity: a text is not "error" or "warning"']],
    ['a plan that holds against its own findings', changed((document) => Object.assign(document['plan'] ?? {}, { ok: true })), ['plan.ok: it is true, and the findings say false']],
  ])('%s', (_what, json, faults) => {
    expect(faultsOf(json)).toEqual(faults);
  });

  test('a block that can not be read', () => {
    expect(faultsOf(changed((document) => Object.assign(document['input']?.['vpc'] ?? {}, { cidr: '10.0.0.0/08' })))).toEqual([expect.stringMatching(/^input\.vpc\.cidr: "10\.0\.0\.0\/08" is not a CIDR block/u)]);
  });
});
