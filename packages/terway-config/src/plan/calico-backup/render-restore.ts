import { InvalidInputError } from '@ack-hybrid/core';
import { isBookkeeping, membersOf, nameOf, type KubernetesObject } from './calico-resource.ts';
import { renderBackup } from './render-backup.ts';

/**
 * Renders what is to be applied to bring Calico back: `kubectl apply --server-side --force-conflicts -f`. Definitions
 * come first: a field that a definition doesn't know is lost where its object is applied before it. Where a definition
 * alone was replaced, its objects may be whole again once it is back.
 *
 * @param backup the texts that `onBackup` was given, one behind the other; of an object that stands there twice the last
 * one counts
 * @param targets what the failed check names: `ippools.crd.projectcalico.org` (the definition),
 * `ippools.crd.projectcalico.org/default`, `networkpolicies.crd.projectcalico.org/shop/allow`, or `…/*` for all of a
 * kind. By default every definition and all configuration; Calico's own bookkeeping (IPAM blocks and the like) only
 * where it is named, since what is old in it contradicts the pods of today: run `calicoctl ipam check` afterwards.
 * @throws {InvalidInputError} where the text is no such backup, or holds nothing of a target
 * @example
 * renderCalicoRestore(await readFile('calico.yaml', 'utf8'), ['ippools.crd.projectcalico.org'])
 */
export const renderCalicoRestore = (backup: string, targets?: readonly string[]): string => {
  const { definitions, resources } = parseBackup(backup);
  const isWanted = (target: string): boolean => (targets === undefined ? !isBookkeeping(target.split('/', 1)[0] ?? '') || !target.includes('/') : targets.some((pattern) => covers(pattern, target)));
  const all = [...definitions, ...resources];
  const missing = (targets ?? []).filter((pattern) => !all.some(([target]) => covers(pattern, target)));
  if (missing.length > 0) {
    throw new InvalidInputError({
      subject: 'terway-config',
      issues: missing.map((target) => ({ path: 'targets', message: `the backup holds no ${target}` })),
      remediation: 'Give every text that onBackup was given, in its order, and targets as the failed check names them.',
    });
  }
  return renderBackup(all.flatMap(([target, object]) => (isWanted(target) ? [object] : [])));
};

const covers = (pattern: string, target: string): boolean => pattern === target || (pattern.endsWith('/*') && target.startsWith(pattern.slice(0, -1)));

interface ParsedBackup {
  readonly definitions: ReadonlyMap<string, KubernetesObject>;
  readonly resources: ReadonlyMap<string, KubernetesObject>;
}

const parseBackup = (text: string): ParsedBackup => {
  const objects = text.split(/^---[ \t]*\r?\n/m).flatMap((document, index) => (document.trim() === '' ? [] : [parseDocument(document, index)]));
  const definitions = new Map(objects.filter(isDefinition).map((object) => [nameOf(object), object] as const));
  // Only its definition says how a kind is written in the plural.
  const definitionOfKind = new Map([...definitions].map(([name, { spec }]) => [String(membersOf(membersOf(spec)['names'])['kind']), name]));
  const resources = new Map<string, KubernetesObject>();
  for (const object of objects) {
    if (isDefinition(object)) continue;
    const definition = definitionOfKind.get(String(object['kind']));
    if (definition === undefined) throw notABackup(`${String(object['kind'])} ${nameOf(object)} is of a kind whose definition is not there`);
    resources.set(`${definition}/${nameOf(object)}`, object);
  }
  return { definitions, resources };
};

const isDefinition = (object: KubernetesObject): boolean => object['kind'] === 'CustomResourceDefinition';

const parseDocument = (document: string, index: number): KubernetesObject => {
  let value: unknown;
  try {
    value = JSON.parse(document);
  } catch {
    throw notABackup(`document ${index} is no JSON`);
  }
  const object = membersOf(value);
  if (typeof object['kind'] !== 'string' || typeof membersOf(object['metadata'])['name'] !== 'string') throw notABackup(`document ${index} has no kind or no name`);
  return object;
};

const notABackup = (message: string): InvalidInputError =>
  new InvalidInputError({ subject: 'terway-config', issues: [{ path: 'backup', message }], remediation: 'Give every text that onBackup was given, one behind the other and as it was.' });
