import { describe, expect, it } from 'vitest';
import { fingerprintOf, parseReport, renderReport, type ConnectivityReport } from './connectivity-report.ts';
import { planProbes } from './plan/plan-probes.ts';
import { nodeOf } from './testing/fake-probe-cluster.testing.ts';

const report: ConnectivityReport = { version: 1, fingerprint: 'f', provedAt: '2026-01-02T03:04:05.000Z', passed: true, paths: [] };
const plan = (podIp: string) => planProbes([{ name: 'dc', site: 'on-premises', internalIp: '192.168.0.1', podIp }, { name: 'c', site: 'cloud', internalIp: '10.10.24.1', podIp }]);

describe('the connectivity report', () => {
  it('reads back what it wrote', () => expect(parseReport(renderReport(report))).toEqual(report));

  it.each(['', '{', 'null', '[]', '{"version":2}', JSON.stringify({ ...report, provedAt: 'yesterday' }), JSON.stringify({ ...report, paths: undefined })])('takes %j for no report', (text) => {
    expect(parseReport(text)).toBeUndefined();
  });

  it('has a fingerprint that does not depend on the order of nodes or the addresses of target pods', () => {
    const nodes = [nodeOf('a', '192.168.0.1'), nodeOf('b', '10.10.24.1')];
    expect(fingerprintOf(plan('10.100.0.9'), nodes)).toBe(fingerprintOf(plan('10.100.0.7'), [...nodes].reverse()));
    expect(fingerprintOf(plan('10.100.0.9'), nodes)).not.toBe(fingerprintOf(plan('10.100.0.9'), [nodeOf('a', '192.168.0.2'), nodeOf('b', '10.10.24.1')]));
  });
});
