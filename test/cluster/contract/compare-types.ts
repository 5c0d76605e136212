import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { builtInTypes } from '../../../packages/sandbox/src/kubernetes/types/built-in-types.ts';
import { typeTable } from '../../../packages/sandbox/src/kubernetes/types/kind-shapes.ts';
import { type Minor, minors } from '../../control-plane/programs.ts';
import { type RawApi } from './raw-api.ts';
import { renderTypes, typeDocuments } from './render-types.ts';

const file = fileURLToPath(new URL('../../../packages/sandbox/src/kubernetes/types/built-in-types.ts', import.meta.url));

/** What older versions have that the table of 1.36 has no place for: an alpha field that was dropped, and its type. */
const dropped = ['PodResourceClaim.source', 'ClaimSource'];

/** The lines of a table without the values that absent fields get: the documents of older versions don't tell them all. */
const fieldsOf = (lines: readonly string[]): string[] =>
  lines.filter((line) => line !== '').flatMap((line) => {
    const [name = '', ...fields] = line.split(' ');
    return [name, ...fields.map((field) => `${name.replace('!', '')}.${field.replace(/=.*$/, '')}`)];
  });

/** Two lists of lines that are to be equal. */
export interface TypeComparison {
  readonly real: readonly string[];
  readonly sandbox: readonly string[];
}

/**
 * The sandbox's table of types beside the OpenAPI documents of a real API: every line at the newest minor version, every field and its type
 * at the older ones. `UPDATE_TYPES=1` rewrites the sandbox's table from the newest.
 */
export const compareTypes = async (api: RawApi, minor: Minor): Promise<TypeComparison> => {
  const answers = await Promise.all(typeDocuments.map((path) => api.send({ method: 'GET', path: `/openapi/v3/${path}`, headers: { accept: 'application/json' } })));
  const real = renderTypes(answers.map(({ text }) => JSON.parse(text) as Parameters<typeof renderTypes>[0][number]));
  if (minor === minors[0]) {
    if (process.env['UPDATE_TYPES'] === '1') {
      const source = await readFile(file, 'utf8');
      await writeFile(file, source.replace(/`\n[^`]*`;\n$/, () => `\`\n${real.join('\n')}\n\`;\n`));
    }
    return { real, sandbox: builtInTypes.trim().split('\n') };
  }
  const named = new Set(real.map((line) => line.split(' ')[0]));
  // A type that no field of the older version reaches may stay in the table.
  const ours = typeTable(Number(minor.split('.')[1])).split('\n').filter((line) => named.has(line.split(' ')[0]));
  return { real: fieldsOf(real).filter((field) => !dropped.some((name) => field === name || field.startsWith(`${name}:`) || field.startsWith(`${name}.`))), sandbox: fieldsOf(ours) };
};
