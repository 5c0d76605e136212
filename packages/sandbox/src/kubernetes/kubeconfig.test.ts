import { KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { renderKubeconfig } from './kubeconfig.ts';

describe('the kubeconfig', () => {
  it('is read by the client as a plain-HTTP cluster with a token', () => {
    const config = new KubeConfig();
    config.loadFromString(renderKubeconfig({ url: 'http://127.0.0.1:1', user: 'u', token: 't', cluster: 'c' }));
    expect(config.getCurrentCluster()).toMatchObject({ server: 'http://127.0.0.1:1', skipTLSVerify: true });
    expect(config.getCurrentUser()).toMatchObject({ name: 'u', token: 't' });
  });
});
