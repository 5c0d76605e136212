import { canonicalJson } from '../read-json.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Coverage, RamStatement } from './policy-document.ts';

/**
 * Whether a document says what another says and, beside that, only allows some of these actions on everything: what
 * `extendPolicy` makes, of this release or an older one.
 */
export const isExtensionOf = (before: string, after: string, actions: readonly string[], subject: string): boolean => {
  const [old, now] = [before, after].map((text) => new Map(parsePolicy(text, subject).statements.map((statement) => [canonicalStatement(statement), statement])));
  if (old === undefined || now === undefined) return false;
  const added = [...now].filter(([key]) => !old.has(key)).map(([, statement]) => statement);
  const names = new Set(actions.map((action) => action.toLowerCase()));
  return added.length > 0 && [...old.keys()].every((key) => now.has(key)) && added.every((statement) => allowsOnly(statement, names));
};

const allowsOnly = ({ effect, actions, resources, condition, unknownElements }: RamStatement, names: ReadonlySet<string>): boolean =>
  effect === 'Allow' &&
  actions.kind === 'only' &&
  actions.patterns.every((pattern) => names.has(pattern.toLowerCase())) &&
  resources.kind === 'only' &&
  resources.patterns.includes('*') &&
  condition === undefined &&
  unknownElements.length === 0;

const canonicalStatement = ({ actions, resources, ...rest }: RamStatement): string =>
  canonicalJson({ ...rest, actions: canonicalCoverage({ ...actions, patterns: actions.patterns.map((pattern) => pattern.toLowerCase()) }), resources: canonicalCoverage(resources) });

const canonicalCoverage = ({ kind, patterns }: Coverage): Coverage => ({ kind, patterns: [...new Set(patterns)].sort() });
