import fc from 'fast-check';
import { readFields, type Generation } from './judge.ts';

/** The template of the vendor's guide, as the add-on puts it into the ConfigMap. */
export const guideTemplate = `{
  "version": "1",
  "max_pool_size": 5,
  "min_pool_size": 0,
  "vswitches": {"AZoneID": ["VswitchId"]},
  "eni_tags": {"ack.aliyun.com": "{{.ClusterID}}"},
  "service_cidr": "{{.ServiceCIDR}}",
  "security_group": "{{.SecurityGroupId}}",
  "access_key": "",
  "access_secret": "",
  "vswitch_selection_policy": "ordered"
}`;

/** Every key that some generation reads, once. */
export const knownKeys = (...generations: readonly Generation[]): readonly string[] => [...new Set(generations.flatMap((generation) => readFields(generation).map(({ key }) => key)))];

/** Text that JSON and Go carry unharmed: no half of a surrogate pair. */
export const text = fc.string({ unit: 'binary', maxLength: 12 });

const integer = fc.oneof(fc.integer(), fc.maxSafeInteger());
const float = fc.double({ noNaN: true, noDefaultInfinity: true });
const map = <Value>(value: fc.Arbitrary<Value>) => fc.dictionary(text, value, { maxKeys: 3, noNullPrototype: true });
const list = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 });
const retries = { Duration: integer, Factor: float, Jitter: float, Steps: integer, Cap: integer };

/** A value that fits a Go type, by the name that the facts give it. */
const fitting: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: text,
  'secret.Secret': text,
  'types.IPAMType': text,
  'types.ENICapPolicy': text,
  '*string': text,
  int: integer,
  '*int': integer,
  bool: fc.boolean(),
  '*bool': fc.boolean(),
  float64: float,
  float32: fc.float({ noNaN: true, noDefaultInfinity: true }),
  '[]string': list(text),
  'map[string]string': map(text),
  'map[string]int': map(integer),
  'map[string][]string': map(list(text)),
  'map[string]wait.Backoff': map(fc.record(retries, { requiredKeys: [], noNullPrototype: true })),
  'map[string]backoff.ExtendedBackoff': map(fc.record({ InitialDelay: integer, ...retries }, { requiredKeys: [], noNullPrototype: true })),
  '[]route.Route': list(fc.record({ dst: text }, { requiredKeys: [], noNullPrototype: true })),
  '[]v1beta1.ENITagBlockListItem': list(fc.record({ key: text, value: text }, { requiredKeys: [], noNullPrototype: true })),
};

// Where the daemon wants more of a value than its type, a value of that kind, most of the time.
const meaningful: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  ip_stack: fc.constantFrom('', 'ipv4', 'dual'),
  idle_ip_reclaim_after: fc.constantFrom('30m', '1h5m', '0', '1.5h'),
  idle_ip_reclaim_interval: fc.constantFrom('10m', '300ms', '-1s'),
  idle_ip_reclaim_jitter_factor: fc.constantFrom('0.1', '1', '.5', '1e-3'),
};

/** An object whose members all have the types that a generation declares. */
export const fittingDocument = (generation: Generation): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(readFields(generation).map(({ key, type }) => [key, meaningful[key] ?? fittingValue(type)])), { requiredKeys: [], noNullPrototype: true });

const fittingValue = (type: string): fc.Arbitrary<unknown> => {
  const value = fitting[type];
  if (value === undefined) throw new Error(`no values are known for the Go type ${type}`);
  return value;
};

/** Texts of values of every kind, fitting or not, written as people and machines write them. */
export const anyValueText = fc.oneof(
  fc.constantFrom('null', 'true', '"true"', '0', '-0', '5.0', '1e2', '1E400', '-1', '1.5', '3.5e38', '9223372036854775807', '9223372036854775808', '"5"', '""', '"ipv6"', '"ipv4"', '"10"', '"10m"', '[]', '{}'),
  fc.constantFrom('[null]', '["a", null]', '[1]', '[[]]', '[{}]', '[{"dst": "10.0.0.0/8"}]', '[{"dst": 1}]', '[{"Dst": "x"}]', '[{"key": "a", "value": "b"}]', '[{"key": null}]', '["a", "a"]'),
  fc.constantFrom('{"a": null}', '{"a": 1}', '{"a": 1.0}', '{"a": "b"}', '{"a": ["b"]}', '{"a": [null]}', '{"a": {}}', '{"a": {"Steps": 2}}', '{"a": {"steps": 2}}', '{"a": {"Steps": 2.5}}', '{"a": {"Duration": "2s"}}', '{"a": {"InitialDelay": 1}}', '{"a": 1, "a": 2}'),
  fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
);
