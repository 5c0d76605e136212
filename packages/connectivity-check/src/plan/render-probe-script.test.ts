import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Probe } from './probe.ts';
import { parseProbeLog, quote, renderProbeScript } from './render-probe-script.ts';

const probe = (id: string, changes: Partial<Probe> = {}): Probe => ({
  id, kind: 'node-to-node', from: { node: 'a', site: 'cloud', network: 'node' }, to: 'node b', targetSite: 'on-premises', protocol: 'tcp', host: '10.0.0.1', port: 10250, why: '', remedy: '', ...changes,
});
const stubs = 'nc() { [ "$4" = 10.0.0.1 ]; }; wget() { return 8; }; ping() { :; }\n';
const runShell = (shell: string, script: string) => execFileSync(shell, ['-c', script], { encoding: 'utf8' });

describe('the probe script', () => {
  it('says each command as busybox understands it', () => {
    const script = renderProbeScript([probe('p1'), probe('p2', { protocol: 'icmp' }), probe('p3', { protocol: 'http', url: 'http://h/x' })]);
    expect(script.split('\n').slice(5, 8)).toEqual(["run 'p1' nc -z -w 3 '10.0.0.1' '10250'", "run 'p2' ping -c 1 -W 3 '10.0.0.1'", "run 'p3' wget -q -T 3 -O /dev/null 'http://h/x'"]);
  });

  it.each(['sh', 'bash'])('prints a line for each probe under %s and ends well', (shell) => {
    const probes = [probe('p1'), probe('p2', { host: '10.0.0.2' }), probe('p3', { protocol: 'http', url: 'http://h/x' }), probe('p4', { protocol: 'icmp' })];
    const log = runShell(shell, stubs + renderProbeScript(probes));
    expect(log).toBe('probe p1 ok 0\nprobe p2 fail 1\nprobe p3 fail 8\nprobe p4 ok 0\n');
    expect(parseProbeLog(log, probes)).toEqual([
      { id: 'p1', outcome: 'ok', exitCode: 0 },
      { id: 'p2', outcome: 'fail', exitCode: 1 },
      { id: 'p3', outcome: 'fail', exitCode: 8 },
      { id: 'p4', outcome: 'ok', exitCode: 0 },
    ]);
  });

  it('hands any value over as it is: nothing of it becomes a command', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => !text.includes('\0')), (text) => {
        expect(runShell('sh', `printf %s ${quote(text)}`)).toBe(text);
      }),
      { numRuns: 40, examples: [["'; echo pwned #"], ['$(id)`id`'], ["a'b\n'c"], ['\\1&']] },
    );
  });
});

describe('the log of probes', () => {
  it('takes a probe without a line for one that was not run', () => {
    expect(parseProbeLog('probe p1 ok 0\nprobe p2 ok', [probe('p1'), probe('p2')], 'its pod is Failed')).toEqual([{ id: 'p1', outcome: 'ok', exitCode: 0 }, { id: 'p2', outcome: 'not-run', detail: 'its pod is Failed' }]);
  });

  it('leaves out lines of others', () => {
    expect(parseProbeLog('hello\nprobe p9 ok 0\n', [probe('p1')]).map((result) => result.outcome)).toEqual(['not-run']);
  });
});
