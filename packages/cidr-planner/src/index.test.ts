import { expect, test } from 'vitest';
import * as cidrPlanner from './index.ts';

const { applyFixes, planNetwork } = cidrPlanner;

test('the public list is short and explicit', () => {
  expect(Object.keys(cidrPlanner).sort()).toEqual([
    'CidrParseError',
    'CidrPool',
    'CidrPoolExhaustedError',
    'CidrSet',
    'applyFixes',
    'createBorderReader',
    'createClusterNetworkReader',
    'createInstanceTypeReader',
    'createNetworkStep',
    'createVpcNetworkReader',
    'detectNetworkMode',
    'drawNetwork',
    'findOverlaps',
    'fromIpCidr',
    'networkFromJson',
    'parseCidrBlock',
    'planNetwork',
    'recommendNetworkMode',
    'relate',
    'toIpCidr',
  ]);
});

test('the example of the README does what it says', () => {
  const input = {
    dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20' },
    vpc: { cidr: '10.0.0.0/8' },
    vSwitches: [
      { name: 'nodes-i', cidr: '10.10.24.0/24', zone: 'cn-hangzhou-i', role: 'nodes' as const },
      { name: 'pods-i', cidr: '10.10.25.0/24', zone: 'cn-hangzhou-i', role: 'pods' as const },
    ],
  };
  const { ok, findings } = planNetwork(input);
  expect(ok).toBe(false);
  expect(findings[0]?.message).toMatch(/^data-center pod network 10\.100\.0\.0\/16 lies inside VPC 10\.0\.0\.0\/8; /);
  expect(findings[0]?.remediation).toMatch(/^Change VPC from 10\.0\.0\.0\/8 to 10\.0\.0\.0\/10\. /);
  expect(applyFixes(input)).toMatchObject({ none: false, input: { vpc: { cidr: '10.0.0.0/10' } }, plan: { ok: true } });
});
