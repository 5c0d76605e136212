import { describe, expect, it } from 'vitest';
import { builtInShape } from '../types/kind-shapes.ts';
import { problemText, typeProblems } from './type-problems.ts';

const problems = (object: object): string => problemText(typeProblems(builtInShape('DaemonSet'), object));
const pods = (spec: object): object => ({ spec: { template: { spec } } });

describe('what keeps an object from being applied', () => {
  it.each([
    [{ date: 1 }, '.date: field not declared in schema'],
    [pods({ hostNetwork: 'yes' }), '.spec.template.spec.hostNetwork: expected boolean, got &value.valueUnstructured{Value:"yes"}'],
    [pods({ containers: 'x' }), '.spec.template.spec.containers: expected list, got &value.valueUnstructured{Value:"x"}'],
    [pods({ containers: [{ name: 'a' }, { name: 'a' }] }), '.spec.template.spec.containers: duplicate entries for key [name="a"]'],
    [{ a: 1, b: 2 }, 'errors:\n  .a: field not declared in schema\n  .b: field not declared in schema'],
  ])('in %j is "%s"', (object, text) => {
    expect(problems(object)).toBe(text);
  });

  it('is nothing where a key has a default, and in a list that is owned as a whole', () => {
    expect(typeProblems(builtInShape('DaemonSet'), pods({ containers: [{ image: 'i' }], tolerations: [{}, {}] }))).toEqual([]);
  });
});
