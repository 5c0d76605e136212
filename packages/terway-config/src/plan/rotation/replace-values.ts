import { readJsonObject } from '../read-json.ts';

/**
 * The text of an `eni_conf` with the values of some keys replaced by strings, all else byte for byte. Keys that aren't there
 * stay absent.
 *
 * @throws {InvalidInputError} where the text is no JSON object
 * @example
 * replaceValues('{ "access_key": "LTAIx" }', { access_key: '' }); // '{ "access_key": "" }'
 */
export const replaceValues = (text: string, values: Readonly<Record<string, string>>): string => {
  let result = '';
  let at = 0;
  for (const { key, start, end } of readJsonObject(text, 'eni_conf')) {
    const value = Object.hasOwn(values, key) ? values[key] : undefined;
    if (value === undefined) continue;
    result += text.slice(at, start) + JSON.stringify(value);
    at = end;
  }
  return result + text.slice(at);
};
