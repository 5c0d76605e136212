import { DecodeError } from './decode-error.ts';

type Part = readonly [pattern: RegExp, layout: string, range?: readonly [name: string, first: number, last: number]];

const date: readonly Part[] = [
  [/^\d{4}/, '2006'], [/^-/, '-'], [/^\d\d/, '01', ['month', 1, 12]], [/^-/, '-'], [/^\d\d/, '02'], [/^T/, 'T'],
  [/^\d\d?/, '15', ['hour', 0, 23]], [/^:/, ':'], [/^\d\d/, '04', ['minute', 0, 59]], [/^:/, ':'], [/^\d\d/, '05', ['second', 0, 59]],
];
const zone: Part = [/^(?:Z|[+-]\d\d:\d\d)/, 'Z07:00'];
const layouts = { time: '2006-01-02T15:04:05Z07:00', 'micro-time': '2006-01-02T15:04:05.000000Z07:00' };

/**
 * A time as the server writes it, in UTC: to the second, or with six digits of a fraction, which a `micro-time` must have. The words of a
 * refusal are those of Go's `time.Parse`.
 *
 * @throws DecodeError
 */
export function readTime(text: string, kind: 'time' | 'micro-time'): string {
  const quoted = JSON.stringify(text);
  const outOfRange = (what: string): DecodeError => new DecodeError(`parsing time ${quoted}: ${what} out of range`);
  const found: string[] = [];
  let rest = text;
  // A time may have a fraction that its layout does not know.
  const fraction: Part = kind === 'time' ? [/^(?:[.,]\d+)?/, ''] : [/^[.,]\d{6}/, '.000000'];
  for (const [pattern, layout, range] of [...date, fraction, zone]) {
    const part = pattern.exec(rest)?.[0];
    if (part === undefined) throw new DecodeError(`parsing time ${quoted} as "${layouts[kind]}": cannot parse ${JSON.stringify(rest)} as "${layout}"`);
    if (range !== undefined && (Number(part) < range[1] || Number(part) > range[2])) throw outOfRange(range[0]);
    found.push(part);
    rest = rest.slice(part.length);
  }
  const [year = '', , month = '', , day = '', , hour = '', , minute = '', , second = '', digits = '', offset = 'Z'] = found;
  const [offsetHours, offsetMinutes] = offset === 'Z' ? [0, 0] : [Number(offset.slice(1, 3)), Number(offset.slice(4))];
  if (offsetHours > 24) throw outOfRange('time zone offset hour');
  if (offsetMinutes > 60) throw outOfRange('time zone offset minute');
  if (rest !== '') throw new DecodeError(`parsing time ${quoted}: extra text: ${JSON.stringify(rest)}`);
  const midnight = Date.parse(`${year}-${month}-01T00:00:00Z`);
  const daysInMonth = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  if (Number(day) < 1 || Number(day) > daysInMonth) throw outOfRange('day');
  const minutes = (Number(day) - 1) * 1440 + Number(hour) * 60 + Number(minute) - (offset.startsWith('-') ? -1 : 1) * (offsetHours * 60 + offsetMinutes);
  const written = new Date(midnight + minutes * 60_000 + Number(second) * 1000).toISOString().slice(0, 19);
  return kind === 'time' ? `${written}Z` : `${written}.${digits.slice(1)}Z`;
}
