import { expect, test } from 'vitest';
import { readXml } from '../../testing/xml-element.ts';
import { escapeXml } from './xml.ts';

test.each(['<script>alert(1)</script>', '"quoted" & \'single\'', ']]>', '&amp;', 'Ünï—₿'])('%j reads back as it was', (text) => {
  const { attributes, text: inside } = readXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
  expect([attributes.get('b'), inside]).toEqual([text, text]);
});

test.each(['a\u0000b', '\u202ereversed', '\ud800', 'a\u001b[31m'])('%j holds nothing that XML forbids or a reader doesn\'t see', (text) => {
  const { text: inside } = readXml(`<a>${escapeXml(text)}</a>`);
  expect(inside).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
});
