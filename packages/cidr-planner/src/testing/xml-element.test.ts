import { expect, test } from 'vitest';
import { readXml, withDescendants } from './xml-element.ts';

test('a document is read with its attributes and its text, entities replaced', () => {
  const root = readXml('<a x="1 &amp; 2"><b/>t &lt; u<c y="">&quot;</c></a>\n');
  expect(withDescendants(root).map((element) => element.name)).toEqual(['a', 'b', 'c']);
  expect([root.attributes.get('x'), root.text, root.children[1]?.text]).toEqual(['1 & 2', 't < u', '"']);
});

test.each([
  ['an open element', '<a><b></a>'],
  ['two roots', '<a/><b/>'],
  ['a bare ampersand', '<a>x & y</a>'],
  ['an unknown entity', '<a>&nbsp;</a>'],
  ['a reference to a forbidden character', '<a>&#0;</a>'],
  ['an attribute twice', '<a x="1" x="2"/>'],
  ['an attribute without quotes', '<a x=1/>'],
  ['a tag in an attribute', '<a x="<b>"/>'],
  ['a control character', '<a>\u0001</a>'],
  ['half a surrogate pair', '<a>\ud800</a>'],
  ['the end of a CDATA section', '<a>]]></a>'],
  ['a comment', '<a><!-- x --></a>'],
])('%s is refused', (_what, source) => {
  expect(() => readXml(source)).toThrow();
});
