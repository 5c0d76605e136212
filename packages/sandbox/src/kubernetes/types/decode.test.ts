import { describe, expect, it } from 'vitest';
import { DecodeError, decodeObject } from './decode.ts';
import { builtInShape } from './kind-shapes.ts';

// What a value is written as, and the words of refusals, were asked of kube-apiserver 1.36.3.
const decode = (kind: string, members: object): unknown => decodeObject(builtInShape(kind), { ...members }).object;
const secret = (text: unknown): unknown => decode('Secret', { data: { a: text } });
const taint = (time: unknown): unknown => decode('Taint', { key: 'a', effect: 'NoExecute', timeAdded: time });
const lease = (time: unknown): unknown => decode('LeaseSpec', { renewTime: time });

describe('decoding a value', () => {
  it.each([
    ['Deployment', { spec: { replicas: 3e9 } }, 'json: cannot unmarshal number 3000000000 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['Deployment', { spec: { replicas: 1.5 } }, 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['Deployment', { spec: { replicas: '1' } }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    ['Pod', { spec: { terminationGracePeriodSeconds: 1e19 } }, 'json: cannot unmarshal number 10000000000000000000 into Go struct field PodSpec.spec.terminationGracePeriodSeconds of type int64'],
    ['ConfigMap', { data: { a: 1.5 } }, 'json: cannot unmarshal number into Go struct field ConfigMap.data of type string'],
    ['Secret', { data: { a: 5 } }, 'json: cannot unmarshal number into Go struct field Secret.data of type []uint8'],
    ['Pod', { spec: { nodeSelector: [] } }, 'json: cannot unmarshal array into Go struct field PodSpec.spec.nodeSelector of type map[string]string'],
    ['Pod', { spec: { tolerations: 'x' } }, 'json: cannot unmarshal string into Go struct field PodSpec.spec.tolerations of type []v1.Toleration'],
    ['ServicePort', { targetPort: 1.5 }, 'json: cannot unmarshal number 1.5 into Go struct field ServicePort.targetPort of type int32'],
    ['ServicePort', { targetPort: 3e9 }, 'json: cannot unmarshal number 3000000000 into Go struct field ServicePort.targetPort of type int32'],
    ['ServicePort', { targetPort: true }, 'json: cannot unmarshal bool into Go struct field ServicePort.targetPort of type int32'],
    ['Node', { spec: { taints: [{ timeAdded: 5 }] } }, 'json: cannot unmarshal number into Go struct field Taint.spec.taints.timeAdded of type string'],
  ])('of a %s with %j is refused as "%s"', (kind, members, message) => {
    expect(() => decode(kind, members)).toThrow(new DecodeError(message));
  });

  it.each([
    ['an item of strings', 'Container', { name: 'c', args: ['a', null] }, { args: ['a', ''] }],
    ['a label', 'PodSpec', { nodeSelector: { a: null } }, { nodeSelector: { a: '' } }],
    ['bytes', 'Secret', { data: { a: null } }, { data: { a: '' } }],
    ['a quantity', 'ResourceRequirements', { limits: { memory: null } }, { limits: { memory: '0' } }],
  ])('takes null for %s as its zero', (_what, kind, members, expected) => {
    expect(decode(kind, members)).toMatchObject(expected);
  });

  it('keeps whatever a field of any JSON holds, null too', () => {
    const { object, unknown } = decodeObject(builtInShape('CustomResourceDefinition'), { spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: { default: null, properties: { a: { default: { b: [null, 0] } } } } } }] } });
    expect(unknown).toEqual([]);
    expect(object.spec).toHaveProperty('versions[0].schema.openAPIV3Schema.properties.a.default', { b: [null, 0] });
  });
});

describe('decoding base64', () => {
  it.each([['', ''], ['YQ==', 'YQ=='], ['Y\nQ=\r\n=', 'YQ=='], ['YW\rI=', 'YWI='], ['ab+/', 'ab+/']])('reads %j as %j', (text, expected) => {
    expect(secret(text)).toMatchObject({ data: { a: expected } });
  });

  it.each([
    ['YQ', 0], ['abcde', 4], ['YQ=', 3], ['a===', 1], ['ab=c', 2], ['=', 0], ['YQ==YQ==', 4], ['YWI==', 4], ['YQ==\nx', 5], ['Y\nQ=', 4], ['a-b_', 1],
  ])('refuses %j at byte %i', (text, place) => {
    expect(() => secret(text)).toThrow(new DecodeError(`illegal base64 data at input byte ${place}`));
  });
});

describe('decoding a time', () => {
  it.each([
    ['2024-01-02T03:04:05Z', '2024-01-02T03:04:05Z'],
    ['2024-01-02T03:04:05.5+08:00', '2024-01-01T19:04:05Z'],
    ['2024-01-02T03:04:05,5Z', '2024-01-02T03:04:05Z'],
    ['2024-02-29T23:59:59-00:30', '2024-03-01T00:29:59Z'],
  ])('writes %s as %s', (text, expected) => {
    expect(taint(text)).toHaveProperty('timeAdded', expected);
  });

  it.each([
    ['2024-01-02T03:04:05', ' as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"'],
    ['2024-01-02T03:04:05+0800', ' as "2006-01-02T15:04:05Z07:00": cannot parse "+0800" as "Z07:00"'],
    ['2024-01-02 03:04:05Z', ' as "2006-01-02T15:04:05Z07:00": cannot parse " 03:04:05Z" as "T"'],
    ['2024-1-02T03:04:05Z', ' as "2006-01-02T15:04:05Z07:00": cannot parse "1-02T03:04:05Z" as "01"'],
    ['now', ' as "2006-01-02T15:04:05Z07:00": cannot parse "now" as "2006"'],
    ['2024-01-02T03:04:05Z x', ': extra text: " x"'],
    ['2024-13-01T00:00:00Z', ': month out of range'],
    ['2023-02-29T00:00:00Z', ': day out of range'],
    ['2024-01-02T25:00:00Z', ': hour out of range'],
    ['2024-01-02T03:04:60Z', ': second out of range'],
    ['2024-01-02T03:04:05+25:00', ': time zone offset hour out of range'],
  ])('refuses %s%s', (text, words) => {
    expect(() => taint(text)).toThrow(new DecodeError(`parsing time "${text}"${words}`));
  });

  it('of microseconds wants six digits of them, no fewer and no more', () => {
    expect(lease('2024-01-02T03:04:05.123456+08:00')).toEqual({ renewTime: '2024-01-01T19:04:05.123456Z' });
    for (const [text, rest, layout] of [['2024-01-02T03:04:05Z', 'Z', '.000000'], ['2024-01-02T03:04:05.5Z', '.5Z', '.000000'], ['2024-01-02T03:04:05.123456789Z', '789Z', 'Z07:00']]) {
      expect(() => lease(text)).toThrow(new DecodeError(`parsing time "${text}" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "${rest}" as "${layout}"`));
    }
  });
});

describe('decoding a quantity', () => {
  it.each([
    ['1024Mi', '1Gi'], ['1.5Gi', '1536Mi'], ['0.5Ki', '512'], ['1000m', '1'], ['0.5', '500m'], ['.5', '500m'], ['5.', '5.'], ['+1', '+1'], ['+1Ki', '+1Ki'], ['+8Ki', '8Ki'], ['+1.0Ki', '1Ki'], ['.900', '900m'], ['u', '0'], ['0.9765625Ki', '1k'], ['2.125', '2.125'], ['0.125', '125m'], ['-1000m', '-1'], ['-1500m', '-1500m'], ['1000', '1k'], ['1000000', '1M'],
    ['100E5', '10e6'], ['1E5', '100e3'], ['1e-3', '1e-3'], ['1E', '1E'], [' 1 ', '1'], [1, '1'], [1.5, '1500m'], ['0Gi', '0'], ['100m', '100m'], ['1.1Ki', '1126400m'], ['0.1n', '1n'],
  ])('writes %j as %s', (value, expected) => {
    expect(decode('EmptyDirVolumeSource', { sizeLimit: value })).toEqual({ sizeLimit: expected });
  });

  it.each([
    ['0.1m', '1m'], ['100u', '1m'], ['1500u', '2m'], ['1n', '1m'], ['2.1255', '2126m'], ['1000.000500', '1000001m'], ['0.0001Ki', '103m'], ['1.0001Ki', '1024103m'], ['1e-6', '1e-3'], ['-0.1m', '-1m'], ['-1500u', '-2m'],
    ['2.125', '2.125'], ['5.', '5.'], ['1.5Gi', '1536Mi'], ['0u', '0'], ['1000u', '1m'], ['1m', '1m'],
  ])('rounds %s of a resource up to thousandths, %s', (value, expected) => {
    expect(decode('ResourceRequirements', { limits: { cpu: value } })).toEqual({ limits: { cpu: expected } });
    expect(decode('NodeStatus', { capacity: { cpu: value } })).toMatchObject({ capacity: { cpu: expected } });
  });

  it.each(['', '1KB', '0x10', '1 Gi', '1..', true, {}, []])('refuses %j', (value) => {
    expect(() => decode('ResourceRequirements', { limits: { memory: value } })).toThrow(/^quantities must match the regular expression/);
  });
});
