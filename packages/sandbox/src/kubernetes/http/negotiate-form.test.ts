import { describe, expect, it } from 'vitest';
import { inForm, negotiateForm } from './negotiate-form.ts';

describe('the form of an answer', () => {
  it.each([
    [undefined, 'whole'],
    ['*/*', 'whole'],
    ['text/html, application/json;q=0.9', 'whole'],
    ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'whole'],
    ['application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io', 'metadata'],
    ['application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json', 'whole'],
  ])('for %s is %s', (accept, form) => {
    expect(negotiateForm(accept, true)).toBe(form);
  });

  it.each([['application/yaml', 501], ['application/json;as=Table;v=v1;g=meta.k8s.io', 501], ['text/html', 406], ['application/json;as=Nothing;v=v1;g=meta.k8s.io', 406]])('for %s is refused with %i', (accept, code) => {
    expect(() => negotiateForm(accept, true)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('shows metadata alone, of every item of a list, and no less of a Status', () => {
    expect(inForm('metadata', { kind: 'ConfigMapList', metadata: {}, items: [{ metadata: { name: 'a' }, data: {} }] })).toMatchObject({ kind: 'PartialObjectMetadataList', items: [{ kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: { name: 'a' } }] });
    expect(inForm('metadata', { kind: 'Status', status: 'Failure' })).toEqual({ kind: 'Status', status: 'Failure' });
  });
});
