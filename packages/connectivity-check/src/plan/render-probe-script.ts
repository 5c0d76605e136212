import type { Probe, ProbeResult } from './probe.ts';

/**
 * The shell script that runs probes one after the other and prints a line for each: `probe <id> ok|fail <exit code>`.
 * It needs what busybox has: ash, nc, wget, ping. Every value is single-quoted, which is exact in each POSIX shell, so no
 * value can become a command or an option.
 */
export const renderProbeScript = (probes: readonly Probe[]): string =>
  [
    'run() {',
    '  id="$1"',
    '  shift',
    '  if "$@" >/dev/null 2>&1; then echo "probe $id ok 0"; else echo "probe $id fail $?"; fi',
    '}',
    ...probes.map((probe) => `run ${quote(probe.id)} ${renderCommand(probe)}`),
    // The pod succeeds where the script came to its end: what the probes gave is in the lines.
    'exit 0',
    '',
  ].join('\n');

/** Single quotes for a POSIX shell. */
export const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const renderCommand = (probe: Probe): string => {
  if (probe.protocol === 'icmp') return `ping -c 1 -W 3 ${quote(probe.host)}`;
  if (probe.protocol === 'http') return `wget -q -T 3 -O /dev/null ${quote(probe.url ?? '')}`;
  return `nc -z -w 3 ${quote(probe.host)} ${quote(String(probe.port))}`;
};

/**
 * Reads the lines of {@link renderProbeScript} from a pod's log. A probe without a line was not run; lines of others are
 * left out.
 */
export const parseProbeLog = (log: string, probes: readonly Probe[], reason = 'its pod ended early'): readonly ProbeResult[] => {
  const lines = new Map<string, ProbeResult>();
  for (const line of log.split('\n')) {
    const match = /^probe (\S+) (ok|fail) (\d{1,3})\s*$/.exec(line.trim());
    if (match?.[1] !== undefined) lines.set(match[1], { id: match[1], outcome: match[2] === 'ok' ? 'ok' : 'fail', exitCode: Number(match[3]) });
  }
  return probes.map((probe) => lines.get(probe.id) ?? { id: probe.id, outcome: 'not-run', detail: reason });
};
