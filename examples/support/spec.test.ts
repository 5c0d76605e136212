import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readSpec } from './spec.ts';

const datacenter = fileURLToPath(new URL('../specs/datacenter.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-spec-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The path of a copy of datacenter.yaml with some text replaced. */
const edited = (from: string | RegExp, to: string): string => {
  const path = join(folder, 'spec.yaml');
  writeFileSync(path, readFileSync(datacenter, 'utf8').replace(from, to));
  return path;
};

describe('readSpec', () => {
  it('reads the example, fills in defaults and resolves the script beside it', async () => {
    const spec = await readSpec(datacenter);
    expect(spec.nodePool).toMatchObject({ size: 2, imageType: 'AliyunLinux3', systemDisk: { category: 'cloud_essd', size: 120 } });
    expect(spec.initScript.extend).toBe(fileURLToPath(new URL('../specs/init-node.sh', import.meta.url)));
  });

  it('reads JSON as well', async () => {
    const path = join(folder, 'spec.json');
    writeFileSync(path, JSON.stringify(await readSpec(datacenter)));
    expect((await readSpec(path)).name).toBe('datacenter');
  });

  it.each([
    ['a file that is not there', () => join(folder, 'none.yaml'), /none\.yaml: no such file/],
    ['a folder', () => folder, /is a folder/],
    ['bad YAML, with line and column', () => edited('vpc: {', 'vpc: [{'), /at line \d+, column \d+/],
    ['a duplicate key', () => edited('region:', 'name: twice\nregion:'), /Map keys must be unique at line 4/],
    ['an unknown field, by its path', () => edited('size: 2', 'size: 2\n  sise: 3'), /nodePool: unknown field "sise"/],
    ['a wrong type, by its path', () => edited('size: 2', 'size: two'), /nodePool\.size: expected number, received string/],
    ['several bad fields at once', () => edited('size: 2', 'size: -1\n  name2: x'), /nodePool\.size: .*; nodePool: unknown field "name2"/],
    ['a cluster id that can be none', () => edited(/clusterId: .*/, 'clusterId: datacenter'), /clusterId: is not the form of a cluster id/],
    ['an empty file', () => edited(/[\s\S]*/, ''), /expected object, received null/],
  ])('refuses %s', async (_, path, message) => {
    await expect(readSpec(path())).rejects.toThrow(message);
  });
});
