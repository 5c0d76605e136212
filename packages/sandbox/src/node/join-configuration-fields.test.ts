import { describe, expect, it } from 'vitest';
import { findFieldProblem } from './join-configuration-fields.ts';

const registration = (members: object): Readonly<Record<string, unknown>> => ({ nodeRegistration: members });

describe('the fields of a JoinConfiguration', () => {
  it.each<[string, 'v1beta3' | 'v1beta4', Readonly<Record<string, unknown>>]>([
    ['null, which is absent', 'v1beta4', { discovery: null, timeouts: { discovery: null }, nodeRegistration: { taints: null } }],
    ['durations as Go writes them', 'v1beta4', { timeouts: { discovery: '1h2m3.5s', tlsBootstrap: '0', etcdAPICall: '-1.5ms', kubeletHealthCheck: '.5µs' } }],
    ['an empty list of taints', 'v1beta3', registration({ taints: [] })],
    ['a whole port', 'v1beta3', { controlPlane: { localAPIEndpoint: { bindPort: 6443 } } }],
  ])('take %s', (_what, version, document) => {
    expect(findFieldProblem(document, version)).toBeUndefined();
  });

  it.each<['v1beta3' | 'v1beta4', Readonly<Record<string, unknown>>, string]>([
    ['v1beta3', { dryRun: true }, 'strict decoding error: unknown field "dryRun"'],
    ['v1beta3', { timeouts: {} }, 'strict decoding error: unknown field "timeouts"'],
    ['v1beta4', { discovery: { timeout: '5m' } }, 'strict decoding error: unknown field "discovery.timeout"'],
    ['v1beta3', registration({ imagePullSerial: true }), 'strict decoding error: unknown field "nodeRegistration.imagePullSerial"'],
    ['v1beta4', registration({ taints: [{ key: 'a' }, { keys: 'b' }] }), 'strict decoding error: unknown field "nodeRegistration.taints[1].keys"'],
    ['v1beta4', { toString: {} }, 'strict decoding error: unknown field "toString"'],
    ['v1beta3', registration({ kubeletExtraArgs: [] }), 'json: cannot unmarshal array into field nodeRegistration.kubeletExtraArgs of type map[string]string'],
    ['v1beta3', registration({ kubeletExtraArgs: { 'max-pods': 60 } }), 'json: cannot unmarshal number into field nodeRegistration.kubeletExtraArgs.max-pods of type string'],
    ['v1beta4', registration({ kubeletExtraArgs: { 'max-pods': '60' } }), 'json: cannot unmarshal object into field nodeRegistration.kubeletExtraArgs of type a list'],
    ['v1beta4', registration({ kubeletExtraArgs: [{ name: 'max-pods', value: 60 }] }), 'json: cannot unmarshal number into field nodeRegistration.kubeletExtraArgs[0].value of type string'],
    ['v1beta4', { discovery: { bootstrapToken: { caCertHashes: 'sha256:x' } } }, 'json: cannot unmarshal string into field discovery.bootstrapToken.caCertHashes of type []string'],
    ['v1beta4', { skipPhases: ['a', 1] }, 'json: cannot unmarshal number into field skipPhases[1] of type string'],
    ['v1beta4', { timeouts: { discovery: '5' } }, 'json: cannot unmarshal string into field timeouts.discovery of type Duration'],
    ['v1beta4', { timeouts: { discovery: 5 } }, 'json: cannot unmarshal number into field timeouts.discovery of type Duration'],
    ['v1beta4', { controlPlane: { localAPIEndpoint: { bindPort: '6443' } } }, 'json: cannot unmarshal string into field controlPlane.localAPIEndpoint.bindPort of type int32'],
    ['v1beta4', { dryRun: 'true' }, 'json: cannot unmarshal string into field dryRun of type bool'],
    ['v1beta4', { discovery: true }, 'json: cannot unmarshal bool into field discovery of type an object'],
  ])('of %s refuse %j: %s', (version, document, problem) => {
    expect(findFieldProblem(document, version)).toBe(problem);
  });
});
