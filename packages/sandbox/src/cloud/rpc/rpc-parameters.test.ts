import { describe, expect, it } from 'vitest';
import { RpcParameters } from './rpc-parameters.ts';

const of = (values: Record<string, string>): RpcParameters => new RpcParameters(Object.entries(values));

describe('RPC parameters', () => {
  it('read lists and lists of objects by their numbers', () => {
    const parameters = of({ 'Id.2': 'b', 'Id.1': 'a', 'Id.4': 'd', 'Tag.1.Key': 'k', 'Tag.1.Value': 'v', 'Tag.2.Key': 'x' });
    expect(parameters.list('Id')).toEqual(['a', 'b']);
    expect(parameters.tags()).toEqual([{ key: 'k', value: 'v' }, { key: 'x', value: undefined }]);
    expect(parameters.objects('None')).toEqual([]);
  });

  it('take an empty value for none', () => {
    expect(of({ A: '' }).text('A')).toBeUndefined();
    expect(() => of({ A: '' }).required('A')).toThrow('The input parameter "A" that is mandatory');
  });

  it('read flags in any case', () => {
    expect([of({ A: 'True' }).flag('A'), of({ A: '1' }).flag('A'), of({}).flag('A')]).toEqual([true, false, false]);
  });

  it.each(['0', '11', '1.5', 'x'])('refuse the number %s out of bounds', (text) => {
    expect(() => of({ N: text }).integer('N', { min: 1, max: 10, fallback: 1 })).toThrow('it must be from 1 to 10');
  });

  it('refuse a JSON list that is none', () => {
    expect(of({ Ids: '["a"]' }).jsonList('Ids')).toEqual(['a']);
    expect(of({}).jsonList('Ids')).toBeUndefined();
    expect(() => of({ Ids: 'a,b' }).jsonList('Ids')).toThrow('is not a JSON array of strings');
    expect(() => of({ Ids: '[1]' }).jsonList('Ids')).toThrow('is not a JSON array of strings');
  });

  it('have a fingerprint that the order does not change, and every value but the left-out ones does', () => {
    const print = (values: Record<string, string>): string => of(values).fingerprint(['ClientToken']);
    expect(print({ A: '1', B: '2' })).toBe(print({ B: '2', A: '1', ClientToken: 't' }));
    expect(print({ A: '1' })).not.toBe(print({ A: '2' }));
  });
});
