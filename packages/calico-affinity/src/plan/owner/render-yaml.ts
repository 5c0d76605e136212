import { isJsonObject } from '../json.ts';

/**
 * Renders a JSON value as YAML in block style, the way people write a values file; ends with a line break. A text that
 * YAML could take for something else is quoted as in JSON, which YAML reads the same way. Keys without a value are left out.
 *
 * @example
 * renderYaml({ affinity: { values: ['true', 'linux'] } }); // affinity:\n  values:\n    - "true"\n    - linux\n
 */
export const renderYaml = (value: unknown): string => `${linesOf(value).join('\n')}\n`;

const linesOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value) && value.length > 0) {
    return (value as unknown[]).flatMap((item) => linesOf(item).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`));
  }
  const entries = isJsonObject(value) ? Object.entries(value).filter(([, member]) => member !== undefined) : [];
  if (entries.length === 0) return [scalarOf(value)];
  return entries.flatMap(([key, member]) => {
    const lines = linesOf(member);
    return isNested(member) ? [`${textOf(key)}:`, ...lines.map((line) => `  ${line}`)] : [`${textOf(key)}: ${lines.join('')}`];
  });
};

const isNested = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : isJsonObject(value) && Object.values(value).some((member) => member !== undefined);

const scalarOf = (value: unknown): string => {
  if (typeof value === 'string') return textOf(value);
  if (Array.isArray(value)) return '[]';
  if (isJsonObject(value)) return '{}';
  return typeof value === 'number' || typeof value === 'boolean' ? JSON.stringify(value) : 'null';
};

// YAML 1.1, which Helm's parser follows in part, reads more words as booleans than YAML 1.2 does.
const reserved = /^(?:true|false|null|yes|no|on|off|y|n)$/i;
const plain = /^[A-Za-z][\w./-]*$/;

const textOf = (text: string): string => (plain.test(text) && !reserved.test(text) ? text : JSON.stringify(text).replace(unprintable, escapeOf));

// JSON leaves these as they are; YAML 1.1 takes some for line breaks, and forbids the others.
const unprintable = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

const escapeOf = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
