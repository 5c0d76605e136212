import type { EniConfFinding } from './eni-conf.ts';
import { eniConfShapes, misplacedEniConfKeys, retiredEniConfKeys, shapeOf } from './eni-conf-shapes.ts';
import type { Shape } from './eni-conf/eni-conf-keys.ts';
import { nearestName } from './nearest-name.ts';
import type { JsonMember, JsonNode } from './read-json.ts';

/**
 * What Go's decoder would say of a document, member by member: values at which the daemon fails to start, and keys that it passes over in
 * silence. Reads the text's own nodes, as `5.0` is no whole number to Go although JavaScript knows no difference.
 *
 * @param text the text that the nodes stand in
 */
export const checkShape = (text: string, members: readonly JsonMember[]): readonly EniConfFinding[] =>
  lastOfEach(members).flatMap((member) => {
    const shape = shapeOf(member.key);
    return [...checkTopLevelKey(member.key), ...everyNodeOf(members, member.key).flatMap((node) => (shape === undefined ? [] : checkNode(text, node, shape, member.key)))];
  });

const lastOfEach = (members: readonly JsonMember[]): readonly JsonMember[] => [...new Map(members.map((member) => [member.key, member])).values()];

// The decoder reads a repeated member each time that it comes.
const everyNodeOf = (members: readonly JsonMember[], key: string): readonly JsonMember[] => members.filter((member) => member.key === key);

const checkTopLevelKey = (key: string): readonly EniConfFinding[] => {
  if (eniConfShapes.has(key)) return [];
  if (retiredEniConfKeys.has(key)) return [warning('retired-key', key, `${key} is read by old releases of Terway only`, 'Remove it, unless the installed Terway still reads it.')];
  const elsewhere = misplacedEniConfKeys.get(key);
  if (elsewhere !== undefined) return [warning('misplaced-key', key, `${key} is no key of eni_conf: ${elsewhere}`, 'Remove it here; Terway drops it in silence.')];
  return [unknownKey(key, key, [...eniConfShapes.keys()])];
};

/** A key that nobody reads, with the known one that comes nearest. */
export const unknownKey = (path: string, key: string, known: readonly string[]): EniConfFinding => {
  const nearest = nearestName(key, known);
  const meant = nearest === undefined ? 'Check its spelling against the documentation of the installed Terway.' : `Did you mean ${nearest}?`;
  return warning('unknown-key', path, `${path} is no key that Terway knows; keys are case-sensitive and unknown ones are dropped in silence`, meant);
};

/** What Go's decoder would say of one value, `path` naming it. */
export const checkNode = (text: string, node: JsonNode, shape: Shape, path: string): readonly EniConfFinding[] => {
  if (node.value === null) return [];
  if (typeof shape === 'string') return checkSingle(text.slice(node.start, node.end), node.value, shape, path);
  if ('list' in shape) return node.items === undefined ? [wrongType(path, 'a list')] : node.items.flatMap((item, index) => checkNode(text, item, shape.list, `${path}[${index}]`));
  if (node.members === undefined) return [wrongType(path, 'an object')];
  if ('map' in shape) return node.members.flatMap((member) => checkNode(text, member, shape.map, `${path}.${member.key}`));
  const known = new Map(Object.entries(shape.members));
  return node.members.flatMap((member) => {
    const inner = known.get(member.key);
    return inner === undefined ? [unknownKey(`${path}.${member.key}`, member.key, [...known.keys()])] : checkNode(text, member, inner, `${path}.${member.key}`);
  });
};

const checkSingle = (literal: string, value: unknown, shape: Extract<Shape, string>, path: string): readonly EniConfFinding[] => {
  switch (shape) {
    case 'string':
      return typeof value === 'string' ? [] : [wrongType(path, 'a string')];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrongType(path, 'true or false')];
    case 'float64':
      return typeof value === 'number' && Number.isFinite(value) ? [] : [wrongType(path, 'a number')];
    case 'float32':
      return typeof value === 'number' && Number.isFinite(Math.fround(value)) ? [] : [wrongType(path, 'a number of 32 bits, 3.4e38 at most')];
    case 'integer':
      if (typeof value !== 'number' || !isInt64(literal)) return [wrongType(path, 'a whole number, without fraction or exponent')];
      return Number.isSafeInteger(value) ? [] : [inexact(path)];
  }
};

const isInt64 = (literal: string): boolean => /^-?\d{1,19}$/.test(literal) && BigInt.asIntN(64, BigInt(literal)) === BigInt(literal);

const warning = (code: string, path: string, message: string, remediation: string): EniConfFinding => ({ code, severity: 'warning', path, message, remediation });

const wrongType = (path: string, words: string): EniConfFinding => ({
  code: 'wrong-type',
  severity: 'error',
  path,
  message: `${path} must be ${words}`,
  remediation: `Write ${path} as ${words}; Terway's daemon fails to start on anything else.`,
});

const inexact = (path: string): EniConfFinding => ({
  code: 'inexact-number',
  severity: 'error',
  path,
  message: `${path} is beyond 2^53`,
  remediation: 'Terway would take it, but no size is that large, and its last digits would be lost when the document is written anew.',
});
