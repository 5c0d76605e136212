import { InvalidInputError } from '@ack-hybrid/core';
import { objectOf, readJsonObject, type Json, type JsonMember, type JsonNode } from '../read-json.ts';
import type { Coverage, RamPolicyDocument, RamStatement } from './policy-document.ts';

interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * Reads the text of a RAM policy: `Version` is "1", and each statement has Effect, Action or NotAction, and Resource or
 * NotResource, with one value or a list ("Policy structure and syntax", Resource Access Management; NotResource is in the
 * older editions of that page alone, and is read all the same). Names of elements are taken in this spelling only.
 *
 * @param subject what the text is, for the error: `RAM policy Custom/x`
 * @throws {InvalidInputError} with code `InvalidRamPolicy` and every bad place (`Statement[0].Action[1]`) at once
 * @example
 * parsePolicy('{"Version":"1","Statement":[{"Effect":"Allow","Action":"ecs:*","Resource":"*"}]}', 'RAM policy Custom/x');
 */
export const parsePolicy = (text: string, subject: string): RamPolicyDocument => {
  const issues: Issue[] = [];
  const fields = membersOf(readMembers(text, subject), '', issues);
  const version = fields.get('Version');
  if (version?.value !== '1') issues.push({ path: 'Version', message: 'must be "1", the only version of the policy language' });
  const list = fields.get('Statement');
  if (list?.items === undefined || list.items.length === 0) issues.push({ path: 'Statement', message: 'must be a list of at least one statement' });
  for (const key of fields.keys()) if (key !== 'Version' && key !== 'Statement') issues.push({ path: key, message: 'is no element of a RAM policy' });
  const statements = (list?.items ?? []).flatMap((item, index) => statementOf(item, `Statement[${index}]`, issues) ?? []);
  if (issues.length > 0) throw invalid(issues, subject);
  return { statements };
};

const invalid = (issues: readonly Issue[], subject: string, cause?: unknown): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidRamPolicy', subject, issues, remediation: 'Write it as RAM\'s policy language of version 1 asks: Version "1", and statements of Effect, Action or NotAction, and Resource.', cause });

const readMembers = (text: string, subject: string): readonly JsonMember[] => {
  try {
    return readJsonObject(text, subject);
  } catch (error) {
    if (InvalidInputError.isInstance(error)) throw invalid(error.issues, subject, error);
    throw error;
  }
};

/** By key. What is written twice is an error: readers disagree which one counts. */
const membersOf = (members: readonly JsonMember[], path: string, issues: Issue[]): ReadonlyMap<string, JsonNode> => {
  const found = new Map<string, JsonNode>();
  for (const member of members) {
    if (found.has(member.key)) issues.push({ path: path === '' ? member.key : `${path}.${member.key}`, message: 'is written twice' });
    found.set(member.key, member);
  }
  return found;
};

const known = new Set(['Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']);

const statementOf = (node: JsonNode, path: string, issues: Issue[]): RamStatement | undefined => {
  if (node.members === undefined) {
    issues.push({ path, message: 'must be an object' });
    return undefined;
  }
  const fields = membersOf(node.members, path, issues);
  const effect = fields.get('Effect')?.value;
  if (effect !== 'Allow' && effect !== 'Deny') issues.push({ path: `${path}.Effect`, message: 'must be "Allow" or "Deny"' });
  const actions = coverageOf(fields, path, ['Action', 'NotAction'], issues);
  for (const [index, pattern] of (actions?.patterns ?? []).entries()) {
    if (!isActionPattern(pattern)) issues.push({ path: placeOf(fields, path, ['Action', 'NotAction'], index), message: `"${pattern}" must be * or {service}:{operation}` });
  }
  const resources = coverageOf(fields, path, ['Resource', 'NotResource'], issues);
  // Who is trusted stands in a role's trust policy, which grants something else.
  if (fields.has('Principal')) issues.push({ path: `${path}.Principal`, message: 'belongs in the trust policy of a role, not in a policy of permissions' });
  const condition = fields.get('Condition');
  if (condition !== undefined && condition.members === undefined) issues.push({ path: `${path}.Condition`, message: 'must be an object' });
  if ((effect !== 'Allow' && effect !== 'Deny') || actions === undefined || resources === undefined) return undefined;
  const narrows = (condition?.members ?? []).length > 0;
  return {
    effect,
    actions,
    resources,
    ...(narrows ? { condition: objectOf<Json>(condition?.members ?? []) } : {}),
    unknownElements: [...fields.keys()].filter((key) => !known.has(key)),
  };
};

/** `ecs:Describe*`, `*`, `*:*`: a service and an operation. Which characters an operation may have is each service's own affair. */
const isActionPattern = (text: string): boolean => /^\*+$/.test(text) || /^[^\s:]+:\S+$/.test(text);

const coverageOf = (fields: ReadonlyMap<string, JsonNode>, path: string, [only, except]: readonly [string, string], issues: Issue[]): Coverage | undefined => {
  const [included, excluded] = [fields.get(only), fields.get(except)];
  if ((included === undefined) === (excluded === undefined)) {
    issues.push({ path, message: included === undefined ? `has neither ${only} nor ${except}` : `has both ${only} and ${except}` });
    return undefined;
  }
  const node = included ?? excluded;
  const values: readonly Json[] = node?.items?.map(({ value }) => value) ?? (node === undefined ? [] : [node.value]);
  const place = `${path}.${included === undefined ? except : only}`;
  if (values.length === 0) issues.push({ path: place, message: 'must have at least one value' });
  const isList = node?.items !== undefined;
  const patterns = values.filter((value, index): value is string => {
    const good = typeof value === 'string' && value !== '';
    if (!good) issues.push({ path: isList ? `${place}[${index}]` : place, message: 'must be a text that is not empty' });
    return good;
  });
  return patterns.length === values.length && patterns.length > 0 ? { kind: included === undefined ? 'except' : 'only', patterns } : undefined;
};

const placeOf = (fields: ReadonlyMap<string, JsonNode>, path: string, [only, except]: readonly [string, string], index: number): string => {
  const key = fields.has(only) ? only : except;
  return fields.get(key)?.items === undefined ? `${path}.${key}` : `${path}.${key}[${index}]`;
};
