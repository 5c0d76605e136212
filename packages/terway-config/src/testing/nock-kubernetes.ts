import { createKubernetes, Secret, type Kubernetes } from '@ack-hybrid/core';
import { origin } from './nock-cloud.ts';

/** A cluster whose calls nock intercepts. */
export const nockKubernetes = (): Kubernetes =>
  createKubernetes(
    {
      kind: 'text',
      text: new Secret(
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'Config',
          'current-context': 'c',
          clusters: [{ name: 'c', cluster: { server: origin, 'insecure-skip-tls-verify': true } }],
          users: [{ name: 'u', user: {} }],
          contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
        }),
      ),
    },
    { retry: { attempts: 3, minDelayMs: 1, maxDelayMs: 2 } },
  );
