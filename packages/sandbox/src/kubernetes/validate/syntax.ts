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

/** DNS subdomain (RFC 1123), the name of most objects: at most 253 characters. */
export function isSubdomain(text: string): boolean {
  return text.length <= 253 && subdomainPattern.test(text);
}

/** DNS label (RFC 1123), the name of namespaces, services and containers: at most 63 characters. */
export function isDnsLabel(text: string): boolean {
  return text.length <= 63 && labelPattern.test(text);
}

/** A key of labels, annotations and taints: an optional DNS prefix, `/`, and a name of at most 63 characters. */
export function isQualifiedName(text: string): boolean {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  const prefixOk = parts.length === 1 || (parts.length === 2 && isSubdomain(parts[0] ?? ''));
  return prefixOk && name.length <= 63 && qualifiedNamePattern.test(name);
}

/** The value of a label: empty, or a name of at most 63 characters. */
export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && qualifiedNamePattern.test(text));
}

/** A key of a ConfigMap or Secret. */
export function isConfigKey(text: string): boolean {
  return text.length <= 253 && configKeyPattern.test(text) && text !== '.' && text !== '..';
}

/** Standard base64 with padding, as a Secret's values must be. */
export function isBase64(text: string): boolean {
  return /^[A-Za-z0-9+/\r\n]*={0,2}$/.test(text) && text.replaceAll(/[\r\n]/g, '').length % 4 === 0;
}

/** The rule of {@link isSubdomain} in the server's words. */
export const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
/** The rule of {@link isDnsLabel} in the server's words. */
export const labelRule =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
/** The rule of {@link isQualifiedName}. */
export const qualifiedNameRule =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character, at most 63 of them, after an optional DNS subdomain prefix and '/'";
/** The rule of {@link isLabelValue}. */
export const labelValueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character, at most 63 of them";
/** The rule of {@link isConfigKey}. */
export const configKeyRule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
