import { describe, expect, it } from 'vitest';
import { createClusterClient, statusOf } from './cluster-client.ts';
import { startTestSandbox } from './test-sandbox.testing.ts';

describe('createClusterClient', () => {
  it('gives undefined for what is not there, and removes it in silence', async () => {
    const { sandbox } = await startTestSandbox();
    const client = createClusterClient(sandbox.kubeconfig);
    expect(await client.readConfigMap('kube-system', 'none')).toBeUndefined();
    expect(await client.readSecret('kube-system', 'none')).toBeUndefined();
    expect(await client.readNode('none')).toBeUndefined();
    await client.deleteNode('none');
    await client.deletePod('default', 'none');
    await client.remove({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'none', namespace: 'default' } });
    await client.patchNodeStatus('none', { status: {} });
    expect(await client.evictPod('default', 'none')).toBe(true);
  });

  it('creates once and leaves what is there alone', async () => {
    const { sandbox } = await startTestSandbox();
    const client = createClusterClient(sandbox.kubeconfig);
    const secret = (value: string) => ({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'default' }, stringData: { key: value } });
    expect(await client.create(secret('one\n'))).toBe('created');
    expect(await client.create(secret('two'))).toBe('exists');
    expect(await client.readSecret('default', 's')).toEqual({ key: 'one\n' });
  });

  it('passes on every other error', async () => {
    const { sandbox } = await startTestSandbox();
    sandbox.addFault({ service: 'kubernetes', kind: 'error-5xx' });
    const error: unknown = await createClusterClient(sandbox.kubeconfig).readNode('x').catch((caught: unknown) => caught);
    expect(statusOf(error)).toBeGreaterThanOrEqual(500);
    expect([statusOf(null), statusOf(new Error('x')), statusOf({ code: 'ECONNRESET' })]).toEqual([undefined, undefined, undefined]);
  });
});
