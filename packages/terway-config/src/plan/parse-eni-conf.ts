import { Secret } from '@ack-hybrid/core';
import { checkEniConf } from './check-eni-conf.ts';
import { isSecretKey, type EniConf, type EniConfFinding } from './eni-conf.ts';
import { objectOf, readJsonObject, type JsonMember } from './read-json.ts';

/** What `parseEniConf` gives. */
export interface ParsedEniConf {
  readonly config: EniConf;
  /** Empty where nothing is wrong with it. */
  readonly findings: readonly EniConfFinding[];
}

/**
 * Reads the text of `eni_conf`. Keeps every key, known or not, in its place; says what Terway itself would swallow in
 * silence: unknown and retired keys, placeholders that were never replaced, wrong types, sizes that contradict each other.
 *
 * @param text the value of `eni_conf` in the ConfigMap kube-system/eni-config
 * @throws {InvalidInputError} with line and column, where the text is not a JSON object
 * @example
 * const { config, findings } = parseEniConf('{"max_pool_size": 5, "vswitchs": {}}');
 * // findings[0]: unknown-key, "Did you mean vswitches?"
 */
export const parseEniConf = (text: string): ParsedEniConf => {
  const members = readJsonObject(text, 'eni_conf');
  const config: EniConf = objectOf(members.map(({ key, value }) => ({ key, value: isSecretKey(key) ? new Secret(value) : value })));
  return { config, findings: [...repeatedKeys(members), ...checkEniConf(config)] };
};

const repeatedKeys = (members: readonly JsonMember[]): readonly EniConfFinding[] => {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { key } of members) (seen.has(key) ? repeated : seen).add(key);
  return [...repeated].map((key) => ({
    code: 'repeated-key',
    severity: 'warning' as const,
    path: key,
    message: `${key} stands there more than once; the last one counts`,
    remediation: 'Keep one of them.',
  }));
};
