import { execFile } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const recorder = fileURLToPath(new URL('./support/record-resolutions.mjs', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const sdk = /node_modules\/(@alicloud|@kubernetes|ali-oss|hono|@hono|p-retry)\//;

/** The SDK packages that a fresh process resolves when it imports a module. */
const sdksLoadedBy = async (specifier: string): Promise<string[]> => {
  const script = `await import(${JSON.stringify(specifier)}); console.log(JSON.stringify(await globalThis.resolvedUrls()));`;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--import', recorder, '--conditions=@ack-hybrid/source', '--input-type=module', '--eval', script], { cwd: root });
  const urls = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as string[];
  expect(urls.length).toBeGreaterThan(0);
  return urls.filter((url) => sdk.test(url));
};

describe('importing a package', () => {
  it.each(['core', 'cidr-planner', 'calico-affinity', 'terway-config', 'init-script-builder', 'nodepool', 'connectivity-check'])('%s loads no SDK', async (name) => {
    expect(await sdksLoadedBy(pathToFileURL(`${root}/packages/${name}/src/index.ts`).href)).toEqual([]);
  });

  it('is measured by a recorder that sees an SDK where one is loaded', async () => {
    expect(await sdksLoadedBy('@alicloud/credentials')).not.toEqual([]);
  });
});
