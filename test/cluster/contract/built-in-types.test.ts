import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtInTypes } from '../../../packages/sandbox/src/kubernetes/types/built-in-types.ts';
import { typeTable } from '../../../packages/sandbox/src/kubernetes/types/kind-shapes.ts';
import { minors } from '../../control-plane/programs.ts';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { connectApi } from './raw-api.ts';
import { renderTypes, typeDocuments } from './render-types.ts';

const file = fileURLToPath(new URL('../../../packages/sandbox/src/kubernetes/types/built-in-types.ts', import.meta.url));

/** Fields of older versions that the table of 1.36 has no place for: alpha fields that were dropped. */
const dropped = ['PodResourceClaim.source'];

/** The lines of a table without the values that absent fields get: the documents of older versions don't tell them all. */
const fieldsOf = (lines: readonly string[]): string[] =>
  lines.filter((line) => line !== '').flatMap((line) => {
    const [name = '', ...fields] = line.split(' ');
    return [name, ...fields.map((field) => `${name.replace('!', '')}.${field.replace(/=.*$/, '')}`)];
  });

describe.each(minors)("the sandbox's table of types beside the OpenAPI documents of Kubernetes %s", (minor) => {
  let controlPlane: ControlPlane | undefined;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ minor, kind: 'api' });
  });
  afterAll(() => controlPlane?.stop());

  it('has every field of every kind that the sandbox serves, with its type and how it is merged', async () => {
    const api = connectApi(controlPlane?.kubeconfig ?? '');
    const answers = await Promise.all(typeDocuments.map((path) => api.send({ method: 'GET', path: `/openapi/v3/${path}`, headers: { accept: 'application/json' } })));
    api.close();
    const real = renderTypes(answers.map(({ text }) => JSON.parse(text) as Parameters<typeof renderTypes>[0][number]));
    if (minor === minors[0] && process.env['UPDATE_TYPES'] === '1') {
      const source = await readFile(file, 'utf8');
      await writeFile(file, source.replace(/`\n[^`]*`/, () => `\`\n${real.join('\n')}\n\``));
    }
    if (minor === minors[0]) expect(builtInTypes.trim().split('\n')).toEqual(real);
    const named = new Set(real.map((line) => line.split(' ')[0]));
    // A type that no field of the older version reaches may stay in the table.
    const ours = typeTable(Number(minor.split('.')[1])).split('\n').filter((line) => named.has(line.split(' ')[0] ?? ''));
    const theirs = fieldsOf(real).filter((field) => !dropped.some((name) => field.startsWith(`${name}:`)) && field !== 'ClaimSource' && !field.startsWith('ClaimSource.'));
    expect(fieldsOf(ours)).toEqual(theirs);
  });
});
