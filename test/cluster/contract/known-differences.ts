import { type Minor } from '../../control-plane/programs.ts';

/** How the sandbox's answers differ from an older server's: in the words of messages alone, or in the object, too. */
export interface KnownDifference {
  readonly kind: 'words' | 'object';
  readonly reason: string;
}

const goSyntax: KnownDifference = { kind: 'words', reason: 'up to 1.33 messages print values in the syntax of Go, with addresses in memory; the sandbox prints JSON, as newer servers do' };
const rephrased: KnownDifference = { kind: 'words', reason: 'the text of this rule was another one then' };

const until33: Readonly<Record<string, KnownDifference>> = {
  'create: another dryRun is refused': goSyntax,
  'create: a DaemonSet whose selector misses its labels is refused': goSyntax,
  'create: a DaemonSet without selector and containers is refused': goSyntax,
  'create: a Node with a taint twice is refused': goSyntax,
  'create: a PodDisruptionBudget with both bounds is refused': goSyntax,
  "update: of a DaemonSet's selector is refused": goSyntax,
  "update: of a Deployment's selector is refused": goSyntax,
  "update: of a binding's role is refused": goSyntax,
  'update: with owner references and finalizers that break the rules is refused': rephrased,
  "strategic merge patch: a strategic merge patch that is null for the whole spec, as the guide's own patch parses": goSyntax,
  'subresources: an access review without attributes is refused': goSyntax,
  'custom resources: an update needs its resourceVersion': goSyntax,
  'custom resources: a definition without a schema is refused': rephrased,
  'custom resources: its status is another endpoint': { kind: 'object', reason: 'up to 1.33 a write to the status endpoint of a custom resource is recorded as the owner of labels that it does not change' },
};

/** By minor version, then `area: title`. The suite asserts that every entry differs still. The sandbox is held equal to 1.36 without exception. */
export const knownDifferences: Readonly<Record<Minor, Readonly<Record<string, KnownDifference>>>> = {
  '1.36': {},
  '1.33': until33,
  '1.30': {
    ...until33,
    'create: tolerations that break the rules are refused': rephrased,
    'custom resources: values that break their rules are refused': rephrased,
  },
};

const refusedGate = { 'watch: sends the initial events and a bookmark that ends them': '422', 'delete: with a body that is no DeleteOptions is refused': '500 500' };

/** Statuses that depend on the minor version, where the sandbox follows: it is held equal all the same. */
export const statusesByMinor: Readonly<Record<Minor, Readonly<Record<string, string>>>> = {
  '1.36': {},
  '1.33': refusedGate,
  '1.30': { ...refusedGate, 'read: a resourceVersion that is no number is refused': '500' },
};
