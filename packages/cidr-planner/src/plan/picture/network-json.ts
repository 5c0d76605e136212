import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { NetworkInput } from '../network/network-input.ts';
import { planNetwork } from '../network/plan-network.ts';
import type { NetworkPlan } from '../network/plan-network.ts';
import { readNetwork } from '../network/read-network.ts';
import { inputShape } from '../network/input-shape.ts';
import { fields, oneOf } from '../network/json-shape.ts';
import type { ShapeIssue } from '../network/json-shape.ts';
import { planShape } from './plan-shape.ts';

/** A network and what was said of it, as a file holds them. */
export interface NetworkDocument {
  readonly kind: 'ack-hybrid/network';
  /** Raised when a reader of the earlier version would misunderstand the document. */
  readonly version: 1;
  readonly input: NetworkInput;
  readonly plan: NetworkPlan;
}

const kind = 'ack-hybrid/network';
const version = 1;

/**
 * The network as a JSON document, two blanks deep, with a line end behind it: fields stand as in the input, so that two
 * versions of a file can be compared line by line.
 *
 * @throws {InvalidInputError} where no plan is given and a field of the input can't be read
 * @example
 * networkFromJson(networkToJson(input)).plan.ok; // as planNetwork(input) has it
 */
export const networkToJson = (input: NetworkInput, plan: NetworkPlan = planNetwork(input)): string => {
  const document: NetworkDocument = { kind, version, input, plan };
  return `${JSON.stringify(document, writeNever, 2)}\n`;
};

/**
 * Reads the document of {@link networkToJson}. The plan is what it was when the document was written;
 * `planNetwork(input)` judges anew.
 *
 * @throws {InvalidInputError} with the path of each field that is unknown, missing or of a wrong type, or of a block that can't be read
 */
export const networkFromJson = (json: string): { readonly input: NetworkInput; readonly plan: NetworkPlan } => {
  const value = parse(json);
  const head = isObject(value) ? headIssues(value) : [{ path: '', message: 'this is no object' }];
  // Nothing is known of the fields of other documents and versions.
  if (head.length > 0) throw refuse(head);
  const issues = documentShape(value, '');
  if (issues.length > 0) throw refuse(issues);
  const { input, plan } = value as NetworkDocument;
  readAgain(input);
  const holds = !plan.findings.some((finding) => finding.severity === 'error');
  if (plan.ok !== holds) throw refuse([{ path: 'plan.ok', message: `it is ${String(plan.ok)}, and the findings say ${String(holds)}` }]);
  return { input, plan };
};

const documentShape = fields<NetworkDocument>({ kind: oneOf(kind), version: oneOf(version), input: inputShape, plan: planShape });

// JSON has no infinity: what grows by nothing is full in `never` years.
const writeNever = (key: string, value: unknown): unknown => (key === 'yearsUntilFull' && value === Infinity ? 'never' : value);

const readNever = (key: string, value: unknown): unknown => (key === 'yearsUntilFull' && value === 'never' ? Infinity : value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json, readNever);
  } catch (cause) {
    throw refuse([{ path: '', message: 'this is no JSON' }], cause);
  }
};

const headIssues = (document: Readonly<Record<string, unknown>>): readonly ShapeIssue[] => [
  ...(document['kind'] === kind ? [] : [{ path: 'kind', message: `${JSON.stringify(document['kind']) ?? 'nothing'} is not ${JSON.stringify(kind)}` }]),
  ...(document['version'] === version ? [] : [{ path: 'version', message: `${JSON.stringify(document['version']) ?? 'nothing'} is not a version that is known here; ${version} is` }]),
];

/** Blocks, names, roles and counts are judged by the rules of every input, here with the path in the document. */
const readAgain = (input: NetworkInput): void => {
  try {
    readNetwork(input);
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error;
    throw refuse(error.issues.map((issue) => ({ path: `input.${issue.path}`, message: issue.message })), error);
  }
};

const refuse = (issues: readonly ShapeIssue[], cause?: unknown): InvalidInputError =>
  new InvalidInputError({ subject: 'network document', issues, remediation: 'Mend each field that is named, or write the document anew: drawNetwork with the format json does.', cause });
