import type { EniConf, EniConfFinding } from './eni-conf.ts';

const nanoseconds: Readonly<Record<string, number>> = { ns: 1, us: 1e3, 'µs': 1e3, 'μs': 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3_600e9 };
const unit = '(?:\\d+\\.?\\d*|\\.\\d+)(?:ns|us|µs|μs|ms|s|m|h)';
const durationPattern = new RegExp(`^[-+]?(?:0|(?:${unit})+)$`);
const largestInt64 = 2 ** 63;

/** Whether Go's time.ParseDuration reads a text: `300ms`, `1h30m`, `0`; a number without a unit it refuses, and what is beyond 292 years (told to within a microsecond). */
export const isDuration = (text: string): boolean => {
  if (!durationPattern.test(text)) return false;
  const parts = [...text.matchAll(/([\d.]+)([a-zµμ]+)/g)];
  return parts.reduce((sum, [, amount = '0', name = '']) => sum + Number(amount) * (nanoseconds[name] ?? 0), 0) < largestInt64;
};

/** Whether Go's strconv.ParseFloat reads a text, hexadecimals and infinities apart. */
export const isDecimal = (text: string): boolean => /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) && Number.isFinite(Number(text));

const startPeriods: readonly (keyof EniConf & string)[] = ['idle_ip_reclaim_after', 'idle_ip_reclaim_interval'];

/** Texts that stand for a time or a number: Terway parses them once more when its pool starts. */
export const checkPeriods = (config: EniConf): readonly EniConfFinding[] => [
  ...startPeriods.flatMap((key) => unreadable(config, key, isDuration, 'error', "Terway's pool fails to start on it", 'Write a time with its unit, such as "10m".')),
  ...unreadable(config, 'idle_ip_reclaim_jitter_factor', isDecimal, 'error', "Terway's pool fails to start on it", 'Write a number in quotes, such as "0.1".'),
  ...unreadable(config, 'ip_pool_sync_period', (text) => text === '' || isDuration(text), 'warning', 'Terway takes 120s instead, in silence', 'Write a time with its unit, such as "120s".'),
];

const unreadable = (config: EniConf, key: string, reads: (text: string) => boolean, severity: 'error' | 'warning', consequence: string, remediation: string): readonly EniConfFinding[] => {
  const value: unknown = config[key];
  if (typeof value !== 'string' || reads(value) || value.includes('{{')) return [];
  return [{ code: 'period', severity, path: key, message: `${key} "${value}" can't be read: ${consequence}`, remediation }];
};
