import { describe, expect, it } from 'vitest';
import { checkProbes, joinResults, type ProbedPath } from './check-probes.ts';
import { planProbes } from './plan-probes.ts';

const path = (changes: Partial<ProbedPath> = {}): ProbedPath => ({ kind: 'node-to-node', from: 'a', fromSite: 'cloud', to: 'node b', targetSite: 'on-premises', target: 'tcp 10.0.0.1:10250', outcome: 'ok', remedy: 'mend it', ...changes });

describe('checkProbes', () => {
  it('groups by kind and direction', () => {
    const checks = checkProbes([path(), path({ from: 'c' }), path({ fromSite: 'on-premises', targetSite: 'cloud' }), path({ kind: 'node-to-api-server' })]);
    expect(checks.map((check) => [check.name, check.message])).toEqual([
      ['node-to-node-cloud-to-on-premises', '2 of 2 probes got through'],
      ['node-to-node-on-premises-to-cloud', '1 of 1 probes got through'],
      ['node-to-api-server', '1 of 1 probes got through'],
    ]);
  });

  it('names each closed path, and the remedy once', () => {
    const [check] = checkProbes([path({ outcome: 'fail', detail: 'exit code 1' }), path({ from: 'c', outcome: 'not-run', detail: 'its pod is Pending' }), path()]);
    expect(check).toEqual({
      name: 'node-to-node-cloud-to-on-premises',
      status: 'fail',
      message: '2 of 3 probes did not get through: a → node b (tcp 10.0.0.1:10250) closed: exit code 1; c → node b (tcp 10.0.0.1:10250) not run: its pod is Pending',
      remediation: 'mend it',
    });
  });

  it('joins a plan with its results, and takes a missing one for not run', () => {
    const probes = planProbes([{ name: 'dc', site: 'on-premises', internalIp: '192.168.0.1' }, { name: 'c', site: 'cloud', internalIp: '10.10.24.1' }]);
    expect(joinResults(probes, [{ id: 'p1', outcome: 'fail', exitCode: 1 }]).map((joined) => [joined.from, joined.target, joined.outcome, joined.detail])).toEqual([
      ['c', 'tcp 192.168.0.1:10250', 'fail', 'exit code 1'],
      ['dc', 'tcp 10.10.24.1:10250', 'not-run', 'no result'],
    ]);
  });
});
