import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../kube-types.ts';
import { withGivenGeneration, withTemplateGeneration } from './template-generation.ts';

const type = { group: 'apps', kind: 'DaemonSet' };
const name = 'deprecated.daemonset.template.generation';
const set = (image: string, count?: string, more: object = {}): KubeObject => ({
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'a', annotations: { own: 'x', ...(count === undefined ? {} : { [name]: count }) } }, spec: { template: { spec: { image } }, ...more },
});

describe('the count of a template', () => {
  it.each<[string, KubeObject, KubeObject | undefined, string]>([
    ['begins at one, whatever a client says', set('1', '7'), undefined, '1'],
    ['goes on with another template', set('2', '2'), set('1', '2'), '3'],
    ['stays with the same one, whatever a client says', set('1', '9', { minReadySeconds: 5 }), set('1', '2'), '2'],
    ['begins again where it was lost', set('2'), set('1'), '1'],
  ])('%s', (_what, object, before, count) => {
    expect(withTemplateGeneration(type, object, before).metadata.annotations).toEqual({ own: 'x', [name]: count });
  });

  it('is recorded as it was given, and as none where it was not', () => {
    expect([set('1', '7'), set('1')].map((object) => withGivenGeneration(type, object).metadata.annotations?.[name])).toEqual(['7', '0']);
  });

  it.each([[{ group: 'apps', kind: 'Deployment' }], [{ group: 'example.com', kind: 'DaemonSet' }]])('is not kept of %j', (other) => {
    const object = set('1');
    expect([withTemplateGeneration(other, object), withGivenGeneration(other, object)]).toEqual([object, object]);
  });
});
