import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { cacheFolder } from '../../control-plane/build-binary.ts';
import { manifestModules, type ManifestModuleName } from './modules.ts';

const run = promisify(execFile);

/** An object of a manifest, as it is sent to the API server. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [member: string]: unknown };
  readonly [member: string]: unknown;
}

/**
 * The folder of an upstream project's files, from Go's module cache or, once, from the Go module proxy.
 * Throws an Error where there is no Go, where the module can't be had, and where its files aren't those that are pinned.
 */
export const fetchModule = async (name: ManifestModuleName): Promise<string> => {
  const { path, version, sum } = manifestModules[name];
  // In a folder without a go.mod: no module of ours takes part.
  const folder = join(cacheFolder(), 'manifests');
  await mkdir(folder, { recursive: true });
  const { stdout } = await run('go', ['mod', 'download', '-json', `${path}@${version}`], { cwd: folder, env: { ...process.env, GOFLAGS: '', GOWORK: 'off' }, timeout: 240_000 }).catch((cause: unknown) => {
    throw new Error(`${path}@${version} can't be had: install Go 1.26 or newer, and let it reach a Go module proxy (GOPROXY)`, { cause });
  });
  const answer = JSON.parse(stdout) as { readonly Dir: string; readonly Sum: string };
  if (answer.Sum !== sum) throw new Error(`${path}@${version} has the hash ${answer.Sum}, pinned is ${sum}`);
  return answer.Dir;
};

/** The objects of a manifest of an upstream project, in their order; `only` keeps those whose text holds it, before it is parsed. */
export const readManifest = async (name: ManifestModuleName, file: string, only?: string): Promise<ManifestObject[]> => {
  const text = await readFile(join(await fetchModule(name), file), 'utf8');
  return parseManifest(only === undefined ? text : text.split(/^---$/m).filter((part) => part.includes(only)).join('\n---\n'));
};

/** The objects of YAML text; empty documents are left out. */
export const parseManifest = (text: string): ManifestObject[] =>
  parseAllDocuments(text)
    .map((document) => document.toJS() as ManifestObject | null)
    .filter((object): object is ManifestObject => object?.kind !== undefined);

/** The one object of a kind and name. Throws an Error where there is none. */
export const pickObject = (objects: readonly ManifestObject[], kind: string, name: string): ManifestObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} in the manifest`);
  return found;
};
