import type { FieldCause } from '../status-error.ts';

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomainPattern = new RegExp(`^${label}(\\.${label})*$`);
const labelPattern = new RegExp(`^${label}$`);
const qualifiedNamePattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const configKeyPattern = /^[-._a-zA-Z0-9]+$/;

/** A field that must be there and is not. */
export function required(field: string, detail = ''): FieldCause {
  return { reason: 'FieldValueRequired', message: detail === '' ? 'Required value' : `Required value: ${detail}`, field };
}

/** A field with a value that breaks a rule; `detail` says which. */
export function invalidValue(field: string, value: unknown, detail: string): FieldCause {
  return { reason: 'FieldValueInvalid', message: `Invalid value: ${JSON.stringify(value) ?? 'null'}: ${detail}`, field };
}

/** A field that may not be there or may not change. */
export function forbiddenValue(field: string, detail: string): FieldCause {
  return { reason: 'FieldValueForbidden', message: `Forbidden: ${detail}`, field };
}

/** A field whose value is none of a fixed list. */
export function unsupportedValue(field: string, value: unknown, supported: readonly string[]): FieldCause {
  const list = supported.map((text) => JSON.stringify(text)).join(', ');
  return { reason: 'FieldValueNotSupported', message: `Unsupported value: ${JSON.stringify(value) ?? 'null'}: supported values: ${list}`, field };
}

/** What the rules of a text find wrong with it, in the words of k8s.io/apimachinery; nothing where it holds. */
export type TextRule = (text: string) => readonly string[];

const tooLong = (limit: number, unit: string): string => `must be no more than ${limit} ${unit}`;
const examples = (rule: string, pattern: string, ...names: readonly string[]): string => `${rule} (e.g. ${names.map((name) => `'${name}'`).join(',  or ')}, regex used for validation is '${pattern}')`;

const subdomainRule = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const labelRule = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const nameRule = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const namePattern = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const nameExamples = ['MyName', 'my.name', '123-abc'];

/** DNS subdomain (RFC 1123), the name of most objects: at most 253 characters. */
export const subdomainProblems: TextRule = (text) => [
  ...(text.length > 253 ? [tooLong(253, 'characters')] : []),
  ...(subdomainPattern.test(text) ? [] : [examples(subdomainRule, '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*', 'example.com')]),
];

/** DNS label (RFC 1123), the name of namespaces and containers: at most 63 characters. */
export const labelProblems: TextRule = (text) => [
  ...(text.length > 63 ? [tooLong(63, 'characters')] : []),
  ...(labelPattern.test(text) ? [] : subdomainPattern.test(text) ? ['must not contain dots'] : [examples(labelRule, '[a-z0-9]([-a-z0-9]*[a-z0-9])?', 'my-name', '123-abc')]),
];

/** A key of labels, annotations and taints: an optional DNS prefix, `/`, and a name of at most 63 characters. */
export const qualifiedNameProblems: TextRule = (text) => {
  const parts = text.split('/');
  const [name = '', prefix] = [parts.at(-1), parts.length === 2 ? parts[0] : undefined];
  if (parts.length > 2) return [`a valid label key ${examples(nameRule, namePattern, ...nameExamples)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  return [
    ...(prefix === '' ? ['prefix part must be non-empty'] : prefix === undefined ? [] : subdomainProblems(prefix).map((problem) => `prefix part ${problem}`)),
    ...(name === '' ? ['name part must be non-empty'] : name.length > 63 ? [`name part ${tooLong(63, 'bytes')}`] : []),
    ...(qualifiedNamePattern.test(name) ? [] : [`name part ${examples(nameRule, namePattern, ...nameExamples)}`]),
  ];
};

/** The value of a label: empty, or a name of at most 63 characters. */
export const labelValueProblems: TextRule = (text) => [
  ...(text.length > 63 ? [tooLong(63, 'bytes')] : []),
  ...(text === '' || qualifiedNamePattern.test(text)
    ? []
    : [examples(`a valid label must be an empty string or consist of ${nameRule.slice('must consist of '.length)}`, `(${namePattern})?`, 'MyValue', 'my_value', '12345')]),
];

/** A key of a ConfigMap or Secret. */
export const configKeyProblems: TextRule = (text) => [
  ...(text.length > 253 ? [tooLong(253, 'characters')] : []),
  ...(configKeyPattern.test(text) ? [] : [examples("a valid config key must consist of alphanumeric characters, '-', '_' or '.'", '[-._a-zA-Z0-9]+', 'key.name', 'KEY_NAME', 'key-name')]),
  ...(text === '.' || text === '..' ? [`must not be '${text}'`] : text.startsWith('..') ? ["must not start with '..'"] : []),
];

/** The name of a port (RFC 6335, in small letters). */
export const portNameProblems: TextRule = (text) => [
  ...(text.length > 15 ? [tooLong(15, 'characters')] : []),
  ...(/^[-a-z0-9]+$/.test(text) ? [] : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(text) ? [] : ['must contain at least one letter (a-z)']),
  ...(text.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(text.startsWith('-') || text.endsWith('-') ? ['must not begin or end with a hyphen'] : []),
];

/** One cause for every problem that a rule finds with the text of a field. */
export function textCauses(field: string, text: string, rule: TextRule): FieldCause[] {
  return rule(text).map((problem) => invalidValue(field, text, problem));
}
