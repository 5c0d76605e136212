import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKubeletWords, readVariables } from '../../../packages/init-script-builder/src/testing/systemd.ts';
import { parseEnvironmentFile, splitWords } from '../../../packages/sandbox/src/node/environment-file.ts';
import '../../support/property-tests.ts';
import { ownWords, readBySection, type SectionReading } from './section-functions.ts';
import { startSystemdParser, type SystemdParser } from './systemd-parser.ts';

let systemd: SystemdParser;
beforeAll(async () => {
  systemd = await startSystemdParser();
});
afterAll(() => systemd.stop());

/** The variables that systemd reads, of which a later assignment wins in the environment of a service; undefined where it refuses the file. */
const bySystemd = async (text: string | Buffer): Promise<Record<string, string> | undefined> => {
  const answer = await systemd.readEnvironmentFile(text);
  return answer.ok ? Object.fromEntries(answer.texts.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)])) : undefined;
};

/** What becomes of `$KUBELET_EXTRA_ARGS` on the command line of a service that may read this file (`EnvironmentFile=-`). */
const wordsBySystemd = async (text: string): Promise<readonly string[]> => {
  const answer = await systemd.expandWords(['$KUBELET_EXTRA_ARGS'], Object.entries((await bySystemd(text)) ?? {}).map(([name, value]) => `${name}=${value}`));
  if (!answer.ok) throw new Error(`systemd can't split the value in ${JSON.stringify(text)}`);
  return answer.texts;
};

const characters = [...'aB9-=,:/."\'\\$`#;%&{}@~* \t\n\rüé漢🙂\u00a0\u0085\x01\x7f'];
const character = fc.constantFrom(...characters);
const textOf = (maxLength: number, unit = character): fc.Arbitrary<string> => fc.string({ unit, maxLength });
const joined = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> => fc.tuple(...parts).map((texts) => texts.join(''));
const name = fc.constantFrom('KUBELET_EXTRA_ARGS', 'KUBELET_EXTRA_ARGS ', ' KUBELET_EXTRA_ARGS', 'A', 'B_2', '1A', 'export A', 'A-B', '');
const quoted = fc.array(fc.oneof(textOf(16).map((text) => `"${text}"`), textOf(16).map((text) => `'${text}'`), textOf(16)), { maxLength: 3 }).map((parts) => parts.join(''));
const line = fc.oneof(
  joined(name, fc.constantFrom('=', ' = ', '', '=='), textOf(24)),
  joined(fc.constantFrom('KUBELET_EXTRA_ARGS=', 'A='), quoted),
  joined(fc.constantFrom('#', ';', ' #', '# \\'), textOf(8)),
  textOf(16),
  { arbitrary: joined(name, fc.constant('='), textOf(4, fc.constantFrom('\ufdcf', '\ufdd0', '\ufdef', '\ufdf0', '\uffff', '\u{1fffe}', '\u{1fffd}', '\u{10ffff}', 'a'))), weight: 1 },
);
const environmentFile = fc
  .tuple(fc.array(line, { maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\n\n'), fc.boolean())
  .map(([lines, separator, ends]) => lines.join(separator) + (ends ? separator : ''));
const numRuns = 2_000;

describe("systemd's reading of an environment file", () => {
  it("is the sandbox's reading", async () => {
    await fc.assert(
      fc.asyncProperty(environmentFile, async (text) => {
        expect(parseEnvironmentFile(text)).toEqual(await bySystemd(text));
      }),
      { numRuns },
    );
  });

  it("is the reading of the init script's tests", async () => {
    await fc.assert(
      fc.asyncProperty(environmentFile, async (text) => {
        const variables = await bySystemd(text);
        if (variables === undefined) return;
        expect(Object.fromEntries(readVariables(text))).toEqual(variables);
        expect(readKubeletWords(text)).toEqual(await wordsBySystemd(text));
      }),
      { numRuns },
    );
  });
});

describe("systemd's splitting of $NAME", () => {
  it("is the sandbox's splitting", async () => {
    await fc.assert(
      fc.asyncProperty(textOf(40), async (text) => {
        expect(await systemd.expandWords(['$A'], [`A=${text}`])).toEqual({ ok: true, texts: splitWords(text) });
      }),
      { numRuns },
    );
  });
});

describe('the section under bash', () => {
  /** A comment that ends in a backslash hides the next line from systemd before v254 and not from later ones: the section has to please both. */
  const hasContinuedComment = (text: string): boolean => /(^|[\r\n])[ \t]*[#;][^\r\n]*\\[\r\n]/.test(text);
  const texts = fc.sample(environmentFile.filter((text) => !hasContinuedComment(text)), { numRuns: 800, seed: 20_261_125 });
  let readings: readonly SectionReading[];
  beforeAll(() => {
    readings = readBySection(texts);
  });

  it("reads the file as systemd does, with the words that the kubelet gets, and stops where systemd would ignore it", async () => {
    for (const [index, text] of texts.entries()) {
      const reading = readings[index];
      const variables = await bySystemd(text);
      if (reading === undefined || 'stopped' in reading) {
        expect(reading, text).toEqual({ stopped: 80 });
        continue;
      }
      const value = variables?.['KUBELET_EXTRA_ARGS'];
      expect({ read: variables !== undefined, found: reading.found, value: reading.value }, JSON.stringify(text)).toEqual({ read: true, found: value !== undefined, value: value ?? '' });
      expect(reading.words, JSON.stringify(text)).toEqual(await wordsBySystemd(text));
    }
  });

  it("writes a file in which systemd sees every other variable, every flag of the user's, and its own", async () => {
    let written = 0;
    for (const [index, text] of texts.entries()) {
      const reading = readings[index];
      if (reading === undefined || 'stopped' in reading) continue;
      written += 1;
      expect(await wordsBySystemd(reading.updated), JSON.stringify(text)).toEqual([...(await wordsBySystemd(text)), ...ownWords]);
      expect({ ...(await bySystemd(reading.updated)), KUBELET_EXTRA_ARGS: '' }, JSON.stringify(text)).toEqual({ ...(await bySystemd(text)), KUBELET_EXTRA_ARGS: '' });
    }
    expect(written).toBeGreaterThan(texts.length / 2);
  });

  it.each([
    ['the assignment', '# note \\\nKUBELET_EXTRA_ARGS=--v=4\nA=1\n', ['--v=4']],
    ['the end of the file', 'A=1\n# note \\', []],
    ['the end of the last line', 'A=1\n# note \\\n', []],
  ])('is read behind a comment with a backslash before %s', async (_title, text, kept) => {
    const [reading] = readBySection([text]);
    if (reading === undefined || 'stopped' in reading) throw new Error('the section stopped');
    expect(await wordsBySystemd(reading.updated)).toEqual([...kept, ...ownWords]);
    expect(await bySystemd(reading.updated)).toHaveProperty('A', '1');
  });

  it('stops for bytes that are no UTF-8 exactly where systemd refuses the file', async () => {
    const bytes = fc.sample(fc.array(fc.constantFrom(0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xb7, 0xbe, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff), { minLength: 1, maxLength: 4 }), { numRuns: 1_500, seed: 20_261_125 });
    const files = [...bytes.map((value) => Buffer.from([...Buffer.from('A="'), ...value, ...Buffer.from('"\n')])), Buffer.from('A="\ud7ff\ue000\ufffd\u{10fffd}"\n'), Buffer.from('# caf\xe9\nA=1\n', 'latin1')];
    let refused = 0;
    const answers = readBySection(files);
    for (const [index, file] of files.entries()) {
      const variables = await bySystemd(file);
      if (variables === undefined) refused += 1;
      expect('stopped' in (answers[index] as SectionReading), file.toString('hex')).toBe(variables === undefined);
    }
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(files.length);
  });
});
