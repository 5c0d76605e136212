import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderXml, textsIn } from './xml.ts';

describe('XML', () => {
  it('gives back the text that it was given', () => {
    fc.assert(fc.property(fc.string(), (text) => textsIn(renderXml('Root', { Key: text }), 'Key')[0] === text));
  });

  it('renders lists as elements that repeat, and leaves out what is undefined', () => {
    expect(renderXml('Root', { A: [1, { B: true }], C: undefined, D: '' })).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<Root><A>1</A><A><B>true</B></A><D></D></Root>');
  });

  it('finds every element of a name, in order', () => {
    expect(textsIn('<T><Tag><Key>a</Key></Tag><Tag>\n<Key>b</Key></Tag></T>', 'Tag').map((tag) => textsIn(tag, 'Key')[0])).toEqual(['a', 'b']);
  });
});
