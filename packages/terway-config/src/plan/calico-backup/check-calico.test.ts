import { describe, expect, it } from 'vitest';
import type { CalicoFingerprints } from './calico-resource.ts';
import { checkCalico } from './check-calico.ts';

const pools = 'ippools.crd.projectcalico.org';
const print = (definition: string, objects: Record<string, string>): CalicoFingerprints => ({ definitions: { [pools]: definition }, resources: { [pools]: { count: Object.keys(objects).length, digest: JSON.stringify(objects), objects } } });
const whole = print('1', { a: '1', b: '1' });
const none: CalicoFingerprints = { definitions: {}, resources: {} };
const words = (...parameters: Parameters<typeof checkCalico>) => checkCalico(...parameters).map(({ name, status }) => `${name.replace(/^calico-|-unchanged$/g, '')} ${status}`);

describe('checkCalico', () => {
  it.each<[string, CalicoFingerprints, CalicoFingerprints | undefined, CalicoFingerprints, readonly string[]]>([
    ['passes where nothing changed', whole, whole, whole, ['crds pass', 'resources pass']],
    ['passes where Calico was changed afterwards', whole, whole, print('2', {}), ['crds pass', 'resources pass']],
    ['fails where a definition was replaced', whole, print('2', { a: '1', b: '1' }), print('2', { a: '1', b: '1' }), ['crds fail', 'resources pass']],
    ['fails where an object was emptied', whole, print('1', { a: '2', b: '1' }), print('1', { a: '2', b: '1' }), ['crds pass', 'resources fail']],
    ['fails where all is gone', whole, none, none, ['crds fail', 'resources fail']],
    ['passes once all is back', whole, none, whole, ['crds pass', 'resources pass']],
    ['fails while an object is missing still', whole, none, print('1', { a: '1' }), ['crds pass', 'resources fail']],
    ['compares with now where the look afterwards is missing', whole, undefined, print('2', { a: '2', b: '1' }), ['crds fail', 'resources fail']],
    ['warns of kinds that were not read', { definitions: whole.definitions, resources: {} }, none, whole, ['crds pass', 'resources warn']],
    ['passes where there is no Calico', none, none, none, ['crds pass', 'resources pass']],
  ])('%s', (_what, before, after, now, checks) => {
    expect(words({ clusterId: 'c1', before, ...(after === undefined ? {} : { after }) }, now)).toEqual(checks);
  });

  it('names at most ten, and says how to mend it', () => {
    const many = print('1', Object.fromEntries(Array.from({ length: 12 }, (_item, index) => [`pool-${index}`, '1'])));
    const [crds, resources] = checkCalico({ clusterId: 'c1', before: many, after: none }, none);
    expect(crds?.message).toBe(`Calico's CRDs were changed while the add-on was: ${pools} (removed)`);
    expect(resources?.message).toMatch(/pool-9 \(removed\) and 2 more$/);
    expect(resources?.remediation).toContain('renderCalicoRestore');
  });

  it('says that CRDs were added', () => {
    expect(checkCalico({ clusterId: 'c1', before: none, after: whole }, whole)[0]?.message).toBe('the 0 CRDs of Calico were not changed by the add-on; 1 were added');
  });
});
