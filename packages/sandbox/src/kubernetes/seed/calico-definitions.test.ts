import { describe, expect, it } from 'vitest';
import { calicoDefinitions } from './calico-definitions.ts';

describe('the definitions of Calico', () => {
  it('carry the operator\'s only where it is there', () => {
    const groups = (byOperator: boolean): Set<unknown> => new Set(calicoDefinitions(byOperator).map(({ spec }) => spec?.group));
    expect([groups(false), groups(true)]).toEqual([new Set(['crd.projectcalico.org']), new Set(['crd.projectcalico.org', 'operator.tigera.io'])]);
  });

  it('have schemas, so that replacing one by an empty schema is a change', () => {
    const pool = calicoDefinitions(false).find(({ metadata }) => metadata.name === 'ippools.crd.projectcalico.org');
    expect(pool).toHaveProperty(['spec', 'versions', 0, 'schema', 'openAPIV3Schema', 'properties', 'spec', 'properties', 'cidr'], { type: 'string' });
  });
});
