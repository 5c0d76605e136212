import { isIP } from 'node:net';
import { kubeletFlagType, type KubeletFlagType } from './kubelet-flags-table.ts';

/** The kubelet's command line as pflag reads it. */
export type KubeletFlags =
  | { readonly ok: true; readonly values: ReadonlyMap<string, readonly string[]> }
  | { readonly ok: false; readonly message: string };

/** Go's integers with a base prefix. */
const integer = /^[+-]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]*|[1-9]\d*)$/;
const duration = /^[+-]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
const boolean = /^(1|0|t|f|true|false|TRUE|FALSE|True|False|T|F)$/;

/** Why the kubelet ends when a flag has this value. */
function findValueProblem(type: KubeletFlagType, value: string): string | undefined {
  const entries = value.split(',').filter((entry) => entry !== '');
  switch (type) {
    case 'boolean':
      return boolean.test(value) ? undefined : `strconv.ParseBool: parsing "${value}": invalid syntax`;
    case 'int32':
    case 'int64': {
      if (!integer.test(value)) return `strconv.ParseInt: parsing "${value}": invalid syntax`;
      const number = Number(value.replace(/^[+-]/, ''));
      return number > (type === 'int32' ? 2_147_483_648 : 2 ** 63) ? `strconv.ParseInt: parsing "${value}": value out of range` : undefined;
    }
    case 'level':
      return /^\d+$/.test(value) ? undefined : `strconv.ParseUint: parsing "${value}": invalid syntax`;
    case 'duration':
      return duration.test(value) ? undefined : `time: invalid duration "${value}"`;
    case 'pairs':
      return entries.every((entry) => entry.includes('=')) ? undefined : 'malformed pair, expect string=string';
    case 'thresholds':
      return entries.every((entry) => entry.includes('<')) ? undefined : 'malformed pair, expect string<string';
    case 'switches':
      return entries.every((entry) => boolean.test((/=(.*)$/.exec(entry)?.[1] ?? '').trim())) ? undefined : 'malformed pair, expect string=bool';
    case 'address':
      return isIP(value.trim()) > 0 ? undefined : `"${value}" is not a valid IP address`;
    case 'text':
      return undefined;
  }
}

/**
 * Parses arguments (without the program's own name). Every value of a flag is kept in order: the caller decides whether the
 * last wins (scalars) or all count (`--node-labels`). `minorVersion` is the N of Kubernetes 1.N.
 */
export function parseKubeletFlags(commandLine: readonly string[], minorVersion: number): KubeletFlags {
  const values = new Map<string, string[]>();
  const words = [...commandLine];
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (word === '--') {
      const extra = words.shift();
      return extra === undefined ? { ok: true, values } : unknownCommand(extra);
    }
    if (!word.startsWith('-') || word === '-') return unknownCommand(word);
    const long = word.startsWith('--');
    const body = word.slice(long ? 2 : 1);
    if (long && (body.startsWith('-') || body.startsWith('='))) return { ok: false, message: `bad flag syntax: ${word}` };
    const split = body.indexOf('=');
    let name = split < 0 ? body : body.slice(0, split);
    let value = split < 0 ? undefined : body.slice(split + 1);
    if (!long) {
      // Shorthands: -v N, -vN and -h.
      if (!name.startsWith('v') && name !== 'h') return { ok: false, message: `unknown shorthand flag: '${name.charAt(0)}' in ${word}` };
      if (name.length > 1 && value === undefined) value = name.slice(1);
      name = name.startsWith('v') ? 'v' : 'help';
    }
    const type = kubeletFlagType(name, minorVersion);
    if (type === undefined) return { ok: false, message: `unknown flag: --${name}` };
    if (value === undefined) {
      value = type === 'boolean' ? 'true' : words.shift();
      if (value === undefined) return { ok: false, message: `flag needs an argument: --${name}` };
    }
    const problem = findValueProblem(type, value);
    if (problem !== undefined) return { ok: false, message: `invalid argument "${value}" for "--${name}" flag: ${problem}` };
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return { ok: true, values };
}

const unknownCommand = (word: string): KubeletFlags => ({ ok: false, message: `unknown command ${word}` });
