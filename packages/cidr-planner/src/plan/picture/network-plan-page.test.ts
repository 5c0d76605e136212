import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as published from '../../index.ts';
import { readSamples, SampleRunner } from '../../testing/page-samples.ts';
import type { NetworkInput } from '../network/network-input.ts';
import { planNetwork } from '../network/plan-network.ts';
import { cellsOf } from './cells.ts';
import { drawNetwork } from './draw-network.ts';

// UPDATE_IMAGES=1 draws the pictures of the page anew, and the text in it.
const isUpdate = process.env['UPDATE_IMAGES'] === '1';
const docs = new URL('../../../../../docs/', import.meta.url);
const pageFile = new URL('network-plan.md', docs);
const page = readFileSync(pageFile, 'utf8');

const samples = readSamples(page);
const runner = new SampleRunner({ ...published });
const textPicture = /(console\.log\(drawNetwork\(guide, plan\)\);\n```\n\n```text\n)(.*?)(```)/su;

describe('the page about the network plan', () => {
  test('imports names that the package has', () => {
    expect(samples.flatMap((sample) => sample.imports).filter((name) => !(name in published))).toEqual([]);
  });

  test('has samples that run in its order and print what it says', async () => {
    expect(samples.length).toBeGreaterThan(7);
    for (const sample of samples) {
      const printed = await runner.run(sample);
      if (sample.printed.length > 0) expect(printed, sample.code).toEqual(sample.printed);
    }
  });

  test("shows the guide's network as the package draws it", () => {
    const guide = runner.constant('guide') as NetworkInput;
    const text = drawNetwork(guide, planNetwork(guide));
    if (isUpdate) writeFileSync(pageFile, page.replace(textPicture, (_all, before: string, _old: string, after: string) => `${before}${text}${after}`));
    expect(textPicture.exec(readFileSync(pageFile, 'utf8'))?.[2]).toBe(text);
    for (const line of text.split('\n')) expect(cellsOf(line)).toBeLessThanOrEqual(100);
  });

  test.each([
    ['guide', 'images/guide-network.svg'],
    ['mended', 'images/mended-network.svg'],
  ])('has the picture of the %s network as the package draws it', (constant, path) => {
    const input = runner.constant(constant) as NetworkInput;
    const svg = drawNetwork(input, planNetwork(input), { format: 'svg' });
    const file = new URL(path, docs);
    if (isUpdate) writeFileSync(file, svg);
    expect(readFileSync(file, 'utf8')).toBe(svg);
    expect(page).toContain(`](${path})`);
  });
});
