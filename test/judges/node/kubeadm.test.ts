import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InvalidInputError, Secret } from '@ack-hybrid/core';
import { buildInitScript, type InitScriptRecipe } from '@ack-hybrid/init-script-builder';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderJoinConfiguration, type KubeadmApiVersion } from '../../../packages/init-script-builder/src/plan/parts/join-configuration.ts';
import { readJoinRequest } from '../../../packages/sandbox/src/node/join-configuration.ts';
import { findBinary } from '../../control-plane/find-binaries.ts';
import { documentChanges, documentTexts, joinDocument } from './kubeadm-documents.ts';

interface Verdict {
  readonly ok: boolean;
  readonly message: string;
}

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'judged-joins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let kubeadm: string;
let files = 0;
/** 1.36 is the last minor that reads both versions. */
beforeAll(async () => {
  kubeadm = await findBinary('kubeadm', '1.36');
});

const validate = async (text: string): Promise<Verdict> => {
  const path = join(folder, `${(files += 1)}.yaml`);
  writeFileSync(path, text);
  return run(kubeadm, ['config', 'validate', '--config', path], { timeout: 60_000 }).then(
    () => ({ ok: true, message: '' }),
    (error: unknown) => {
      const { stderr } = error as { readonly stderr?: string };
      // kubeadm says what is wrong; anything else is no verdict.
      if (stderr === undefined || !stderr.includes('error: ')) throw error;
      return { ok: false, message: stderr };
    },
  );
};
/** A few at a time. */
const validateAll = async (texts: readonly string[]): Promise<readonly Verdict[]> => {
  const verdicts: Verdict[] = [];
  for (let index = 0; index < texts.length; index += 4) verdicts.push(...(await Promise.all(texts.slice(index, index + 4).map(validate))));
  return verdicts;
};

const versions: readonly KubeadmApiVersion[] = ['v1beta3', 'v1beta4'];
const good: InitScriptRecipe['join'] = { apiServer: '192.168.0.10:6443', token: new Secret('abcdef.0123456789abcdef'), caCertificateHashes: [`sha256:${'0a'.repeat(32)}`] };
/** Whether buildInitScript takes it. */
const isTaken = (settings: InitScriptRecipe['join'], version = '1.33.2'): boolean => {
  try {
    buildInitScript({ kubernetes: { version }, packages: { kind: 'pre-baked' }, join: settings });
    return true;
  } catch (error) {
    if (InvalidInputError.isInstance(error)) return false;
    throw error;
  }
};

describe('kubeadm config validate', () => {
  const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }).map((digits) => `sha256:${digits}`);
  const host = fc.oneof(fc.ipV4(), fc.ipV6().map((address) => `[${address}]`), fc.domain());
  const flag = fc.tuple(fc.constantFrom('max-pods', 'node-ip', 'v', 'eviction-hard', 'cgroup-driver'), fc.string({ unit: fc.constantFrom(...'aZ09-_.:/,=<>%+@#&*()[]{}|;!?~^'), minLength: 1, maxLength: 20 }));
  const settings = fc.record({
    apiServer: fc.tuple(host, fc.integer({ min: 1, max: 65_535 })).map(([name, port]) => `${name}:${port}`),
    token: fc.stringMatching(/^[a-z0-9]{6}\.[a-z0-9]{16}$/).map((token) => new Secret(token)),
    caCertificateHashes: fc.array(hash, { minLength: 1, maxLength: 3 }),
    kubeletArguments: fc.array(flag, { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  });

  it.each(versions)('takes every JoinConfiguration %s that is rendered', async (version) => {
    const table: readonly InitScriptRecipe['join'][] = [
      good,
      { ...good, apiServer: '[fd00::10]:6443' },
      { ...good, apiServer: 'a:1' },
      { ...good, apiServer: `${'a'.repeat(63)}.example.com:65535` },
      { ...good, caCertificateHashes: [`sha256:${'f'.repeat(64)}`, `sha256:${'0'.repeat(64)}`] },
      { ...good, kubeletArguments: { 'max-pods': '60', 'node-ip': '::', 'eviction-hard': 'memory.available<5%,nodefs.available<10%', v: '2', 'kube-reserved': 'cpu=100m' } },
      { ...good, kubeletArguments: { 'fail-swap-on': 'false', 'system-reserved': 'true', 'image-service-endpoint': '~', 'cluster-dns': 'null' } },
    ];
    const recipes = [...table, ...fc.sample(settings, { numRuns: 30, seed: 20_261_125 })];
    for (const recipe of recipes) expect(isTaken(recipe), JSON.stringify({ ...recipe, token: '' })).toBe(true);
    const texts = recipes.map((recipe) => renderJoinConfiguration(recipe, version));
    for (const [index, verdict] of (await validateAll(texts)).entries()) expect(verdict, texts[index]).toEqual({ ok: true, message: '' });
    // The sandbox reads the same out of them.
    for (const [index, text] of texts.entries()) {
      const read = readJoinRequest(['--config', '/join.yaml', '--node-name', 'n'], () => text, 36);
      const recipe = recipes[index] as InitScriptRecipe['join'];
      const request = read.ok ? read.request : undefined;
      expect({ ...request, kubeletExtraArgs: [...(request?.kubeletExtraArgs ?? [])].sort() }, text).toMatchObject({
        apiServer: recipe.apiServer,
        discoveryToken: String(recipe.token.reveal()),
        caCertHashes: recipe.caCertificateHashes,
        nodeName: 'n',
        kubeletExtraArgs: Object.entries(recipe.kubeletArguments ?? {}).map(([name, value]) => `--${name}=${value}`).sort(),
      });
    }
  });

  it.each(versions)('refuses nothing of %s that buildInitScript would have taken', async (version) => {
    const odd: readonly InitScriptRecipe['join'][] = [
      ...['', 'a', 'a:b', ':1', 'a:', 'fd00::1:1', '[fd00::1]', '[a]:1', 'a:0', 'a:65536', 'https://a:1', 'a:1/x', 'a b:1', '-a:1', 'a-:1', '"a":1', 'a\n:1', 'ä:1', '[fd00::1%eth0]:1', '[::g]:1', '[1:2]:1', '[:::]:1', 'a..b:1'].map((apiServer) => ({ ...good, apiServer })),
      ...['', 'abcdef', 'ABCDEF.0123456789abcdef', 'abcdef.0123456789abcdef ', 'abcdef.0123456789abcdef\n', 'abcdef-0123456789abcdef'].map((token) => ({ ...good, token: new Secret(token) })),
      ...[[], [''], ['sha256:'], [`sha1:${'a'.repeat(40)}`], ['a'.repeat(64)]].map((caCertificateHashes) => ({ ...good, caCertificateHashes })),
      ...['', '--v', 'a b', 'v=', 'v\n', 'ä', 'V', '-', 'a-', '"'].map((name) => ({ ...good, kubeletArguments: { [name]: '1' } })),
      ...['', ' ', 'a b', '"', "'", '\\', '$A', '`', '\n', 'ä'].map((value) => ({ ...good, kubeletArguments: { v: value } })),
    ];
    const verdicts = await validateAll(odd.map((recipe) => renderJoinConfiguration(recipe, version)));
    const refused = odd.filter((_recipe, index) => verdicts[index]?.ok === false);
    expect(refused.length).toBeGreaterThan(10);
    expect(refused.filter((recipe) => isTaken(recipe)).map(({ token: _token, ...rest }) => rest)).toEqual([]);
    // What both take is good for a join; the rest is what the builder alone refuses.
    expect(odd.filter((recipe) => isTaken(recipe)).map(({ apiServer }) => apiServer)).toEqual([]);
  });

  it("agrees with the sandbox's kubeadm on documents, good and bad", async () => {
    const documents = [...versions.flatMap((version) => documentChanges.map((changes) => JSON.stringify(joinDocument(version, changes)))), ...Object.values(documentTexts)];
    const verdicts = await validateAll(documents);
    const differing = documents.flatMap((text, index) => {
      const read = readJoinRequest(['--config', '/join.yaml'], () => text, 36);
      return read.ok === verdicts[index]?.ok ? [] : [{ text, kubeadm: verdicts[index]?.message, sandbox: read.ok ? 'taken' : read.message }];
    });
    expect(differing).toEqual([]);
    expect(verdicts.filter(({ ok }) => ok).length).toBeGreaterThan(60);
    expect(verdicts.filter(({ ok }) => !ok).length).toBeGreaterThan(100);
  });
});
