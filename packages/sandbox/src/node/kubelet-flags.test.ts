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
    ['a number that no int32 holds', ['--max-pods=99999999999'], 'invalid argument "99999999999" for "--max-pods" flag: strconv.ParseInt: parsing "99999999999": value out of range'],
    ['a number with a base', ['--max-pods=0x10'], { 'max-pods': ['0x10'] }],
    ['a verbosity below nothing', ['--v=-1'], 'invalid argument "-1" for "--v" flag: strconv.ParseUint: parsing "-1": invalid syntax'],
    ['a duration without a unit', ['--sync-frequency=5'], 'invalid argument "5" for "--sync-frequency" flag: time: invalid duration "5"'],
    ['a label without a value', ['--node-labels=a=b,c'], 'invalid argument "a=b,c" for "--node-labels" flag: malformed pair, expect string=string'],
    ['empty entries among labels', ['--node-labels=,a=b,'], { 'node-labels': [',a=b,'] }],
    ['a threshold with an equals sign', ['--eviction-hard=memory.available=5%'], 'invalid argument "memory.available=5%" for "--eviction-hard" flag: malformed pair, expect string<string'],
    ['a feature gate that is no switch', ['--feature-gates=A=on'], 'invalid argument "A=on" for "--feature-gates" flag: malformed pair, expect string=bool'],
    ['an address that is none', ['--address=node'], 'invalid argument "node" for "--address" flag: "node" is not a valid IP address'],
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
    ['--iptables-drop-bit=15', 30, true],
    ['--iptables-drop-bit=15', 31, false],
    ['--cloud-config=x', 33, true],
    ['--cloud-config=x', 34, false],
    ['--experimental-mounter-path=x', 36, true],
    ['--enable-load-reader', 36, true],
    ['--really-crash-for-testing', 30, false],
    ['--pod-infra-container-image=x', 34, true],
    ['--pod-infra-container-image=x', 35, false],
  ])('takes %s in 1.%i: %s', (word, minor, ok) => {
    expect(parseKubeletFlags([word], minor).ok).toBe(ok);
  });
});
