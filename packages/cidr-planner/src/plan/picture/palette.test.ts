import { describe, expect, test } from 'vitest';
import { contrastOf, differenceOf, visions } from '../../testing/color-vision.ts';
import { conflictColor, kindPaints, pageThemes } from './palette.ts';

describe('a text', () => {
  test.each(Object.entries(kindPaints))('on a block of the kind %s has a contrast of 4.5 at least', (_kind, paint) => {
    expect(contrastOf(paint.fill, paint.ink)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.entries(pageThemes))('on the %s page and inside a block has a contrast of 4.5 at least', (_name, theme) => {
    for (const ground of [theme.page, theme.inside]) {
      expect(contrastOf(theme.text, ground)).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(theme.muted, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('the contrast is that of WCAG', () => {
    expect(contrastOf('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
    // The example of the specification's own tools: the lightest grey that passes on white.
    expect(contrastOf('#767676', '#FFFFFF')).toBeCloseTo(4.54, 2);
  });
});

test.each(Object.entries(pageThemes))('the outline of a conflict and the lines have a contrast of 3 at least on the %s page', (_name, theme) => {
  for (const ground of [theme.page, theme.inside]) {
    expect(contrastOf(conflictColor, ground)).toBeGreaterThanOrEqual(3);
    expect(contrastOf(theme.line, ground)).toBeGreaterThanOrEqual(3);
  }
});

describe.each(Object.entries(visions))('to a %s', (_name, vision) => {
  const fills = [...new Set([...Object.values(kindPaints).map((paint) => paint.fill), conflictColor])];
  const pairs = fills.flatMap((a, index) => fills.slice(index + 1).map((b) => [a, b] as const));

  test.each(pairs)('%s and %s look different', (a, b) => {
    expect(differenceOf(a, b, vision)).toBeGreaterThan(a === conflictColor || b === conflictColor ? 5 : 15);
  });
});
