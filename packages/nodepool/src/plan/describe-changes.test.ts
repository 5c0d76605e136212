import { describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { describeChanges, describeFindings } from './describe-changes.ts';
import type { DesiredNodePool } from './node-pool.ts';

const desired: DesiredNodePool = { name: 'cloud', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 1, login: { kind: 'password', password: new Secret('Canary-7781') } };

describe('describeChanges', () => {
  it('says each action in one line', () => {
    const changes = describeChanges(
      [
        { kind: 'create', size: 1, tags: {} },
        { kind: 'update', settings: { labels: { a: 'b' } }, summary: 'labels' },
        { kind: 'remove-failed', count: 1 },
        { kind: 'scale-out', from: 0, to: 1 },
        { kind: 'scale-in', from: 3, to: 1 },
      ],
      desired,
      undefined,
    );
    expect(changes.map((change) => `${change.action}: ${change.summary}`)).toMatchInlineSnapshot(`
      [
        "create: create node pool "cloud" with 1 node of ecs.g7.xlarge in vsw-1",
        "update: change labels of node pool "cloud"",
        "delete: release 1 node of node pool "cloud" whose initialisation failed",
        "update: scale node pool "cloud" out from 0 to 1 node",
        "delete: drain and remove 2 nodes of node pool "cloud"",
      ]
    `);
    expect(JSON.stringify(changes)).not.toContain('Canary');
  });

  it('turns errors into failed checks and warnings into warnings', () => {
    const finding = { code: 'prepaid', message: 'm', remediation: 'r' } as const;
    expect(describeFindings([{ ...finding, severity: 'error' }, { ...finding, severity: 'warning' }])).toEqual([
      { name: 'node-pool-prepaid', status: 'fail', message: 'm', remediation: 'r' },
      { name: 'node-pool-prepaid', status: 'warn', message: 'm', remediation: 'r' },
    ]);
  });
});
