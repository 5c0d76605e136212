import { createHash } from 'node:crypto';
import { InvalidInputError, Secret } from '@ack-hybrid/core';
import { describe, expect, it } from 'vitest';
import type { ObjectStore } from './api/port.ts';
import { extendInitScript } from './plan/extend-init-script.ts';
import { checkInput, hashOf } from './script-source.ts';

const store = { bucket: 'b', urlOf: (key: string) => `https://b.oss-cn-hangzhou-internal.aliyuncs.com/${key}` } as ObjectStore;
const script = extendInitScript('# ü\nkubeadm join x\n');
const sha256 = createHash('sha256').update(script).digest('hex');

describe('checkInput', () => {
  it('names the object by the hash of its content, under the id of the cluster', () => {
    const { publication, url, prefix } = checkInput({ clusterId: 'c1', vpcId: 'vpc-1', script: { kind: 'text', text: new Secret(script) } }, store);
    expect(prefix).toBe('ack-hybrid/c1');
    expect(publication).toMatchObject({ key: `ack-hybrid/c1/init-node-${sha256.slice(0, 12)}.sh`, sha256, bytes: Buffer.byteLength(script) });
    expect(url).toBe(store.urlOf(publication?.key ?? ''));
    expect(hashOf(publication?.content.reveal() ?? Buffer.of())).toBe(sha256);
  });

  it('takes a URL as it is, without a store', () => {
    expect(checkInput({ clusterId: 'c1', script: { kind: 'url', url: 'https://x/y.sh?a=b' } }, undefined)).toMatchObject({ url: 'https://x/y.sh?a=b', publication: undefined });
  });

  it('wants a store for a text, and a URL that the agent takes', () => {
    expect(() => checkInput({ clusterId: 'c1', vpcId: 'vpc-1', script: { kind: 'text', text: new Secret(script) } }, undefined)).toThrowError(InvalidInputError);
    const long: ObjectStore = { ...store, urlOf: (key) => `https://${'x'.repeat(1_000)}/${key}` };
    expect(() => checkInput({ clusterId: 'c1', vpcId: 'vpc-1', script: { kind: 'text', text: new Secret(script) } }, long)).toThrowError(/the agent takes 1,024/);
  });
});
