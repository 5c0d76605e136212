import { describe, expect, it } from 'vitest';
import { parseKubeletFlags } from './kubelet-flags.ts';

const valuesOf = (words: readonly string[], minor = 33): unknown => {
  const flags = parseKubeletFlags(words, minor);
  return flags.ok ? Object.fromEntries(flags.values) : flags.message;
};

describe('parseKubeletFlags', () => {
  it.each<[string, string[], unknown]>([
    ['a value behind an equals sign', ['--provider-id=a.b'], { 'provider-id': ['a.b'] }],
    ['a value as the next word', ['--max-pods', '50', '--v', '2'], { 'max-pods': ['50'], v: ['2'] }],
    ['a boolean without a value', ['--register-node', '--fail-swap-on=false'], { 'register-node': ['true'], 'fail-swap-on': ['false'] }],
    ['every value of a repeated flag', ['--node-labels=a=1', '--node-labels=b=2'], { 'node-labels': ['a=1', 'b=2'] }],
    ['the shorthand for verbosity', ['-v', '4', '-v2', '-v=3'], { v: ['4', '2', '3'] }],
    ['an empty value', ['--register-with-taints='], { 'register-with-taints': [''] }],
    ['an unknown flag', ['--labels=a'], 'unknown flag: --labels'],
    ['a word that is no flag', ['--v=2', 'NoSchedule'], 'unknown command NoSchedule'],
    ['a missing value', ['--provider-id'], 'flag needs an argument: --provider-id'],
    ['a number that is none', ['--max-pods=many'], 'invalid argument "many" for "--max-pods" flag: strconv.ParseInt: parsing "many": invalid syntax'],
    ['a boolean that is none', ['--register-node=maybe'], 'invalid argument "maybe" for "--register-node" flag: strconv.ParseBool: parsing "maybe": invalid syntax'],
    ['three dashes', ['---v'], 'bad flag syntax: ---v'],
    ['an unknown shorthand', ['-x'], "unknown shorthand flag: 'x' in -x"],
  ])('answers for %s', (_title, words, expected) => {
    expect(valuesOf(words)).toEqual(expected);
  });

  it.each([
    ['--network-plugin=cni', 23, true],
    ['--network-plugin=cni', 24, false],
    ['--logtostderr=true', 25, true],
    ['--logtostderr=true', 26, false],
    ['--container-runtime=remote', 26, true],
    ['--container-runtime=remote', 27, false],
    ['--pod-infra-container-image=x', 34, true],
    ['--pod-infra-container-image=x', 35, false],
  ])('takes %s in 1.%i: %s', (word, minor, ok) => {
    expect(parseKubeletFlags([word], minor).ok).toBe(ok);
  });
});
