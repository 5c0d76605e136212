import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import '../../support/property-tests.ts';
import { anyValueText, fittingDocument, knownKeys } from './eni-conf-documents.ts';
import { buildSourceJudge, generations, Judge, readFields, startJudge } from './judge.ts';

// The facts are read off Terway's source; where a checkout of it is at hand, its own code says whether they are right.
// TERWAY_SOURCE names the checkout, TERWAY_GENERATION the facts that it is held against.
const checkout = process.env['TERWAY_SOURCE'];
const generation = generations.find((name) => name === process.env['TERWAY_GENERATION']) ?? generations[0];

describe.skipIf(checkout === undefined)(`the judge of ${generation}, held against Terway's own code`, () => {
  let folder: string;
  let path: string;
  let source: Judge;
  let judge: Judge;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terway-source-'));
    path = await buildSourceJudge(checkout ?? '', folder);
    source = new Judge(path, []);
    judge = await startJudge(generation);
  });
  afterAll(async () => {
    source.close();
    judge.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('knows the same fields, of the same types', async () => {
    const { stdout } = await promisify(execFile)(path, ['fields']);
    expect(Object.fromEntries(readFields(generation).map(({ key, type }) => [key, type]))).toEqual(JSON.parse(stdout));
  });

  const members = fc.array(fc.tuple(fc.constantFrom(...knownKeys(generation), 'unknown', 'Version'), anyValueText), { maxLength: 4 });
  const anyText = fc.oneof(members.map((all) => `{${all.map(([key, value]) => `"${key}": ${value}`).join(', ')}}`), fittingDocument(generation).map((document) => JSON.stringify(document)));

  it('parses, merges and refuses as Terway does', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.option(anyText, { nil: undefined }), async (text, overlay) => {
        const theirs = await source.eniConf(text, overlay);
        const ours = await judge.eniConf(text, overlay);
        const failed = ours.failed === 'pool' ? undefined : ours.failed;
        expect([text, failed, ours.parsed, ours.securityGroups]).toEqual([text, theirs.failed, theirs.parsed, theirs.securityGroups]);
      }),
      { numRuns: 1_000 },
    );
  });
});
