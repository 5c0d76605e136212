import { Secret } from '@ack-hybrid/core';
import { checkEniConf } from './check-eni-conf.ts';
import { checkShape } from './check-eni-conf-shape.ts';
import { isSecretKey, type EniConf, type EniConfFinding } from './eni-conf.ts';
import { uniteMembers } from './read-eni-conf.ts';
import { objectOf, readJsonObject } from './read-json.ts';

/** What `parseEniConf` gives. */
export interface ParsedEniConf {
  readonly config: EniConf;
  /** Empty where nothing is wrong with it. */
  readonly findings: readonly EniConfFinding[];
}

/**
 * Reads the text of `eni_conf`. Keeps every key, known or not, in its place; says what Terway itself would swallow in
 * silence or die of: unknown and retired keys, placeholders that were never replaced, wrong types, sizes that contradict each other.
 * A key that stands there twice is read as Terway reads it.
 *
 * @param text the value of `eni_conf` in the ConfigMap kube-system/eni-config
 * @throws {InvalidInputError} with line and column, where the text is not a JSON object
 * @example
 * const { config, findings } = parseEniConf('{"max_pool_size": 5, "vswitchs": {}}');
 * // findings[0]: unknown-key, "Did you mean vswitches?"
 */
export const parseEniConf = (text: string): ParsedEniConf => {
  const written = readJsonObject(text, 'eni_conf');
  const { members, findings } = uniteMembers(written);
  const config: EniConf = objectOf(members.map(({ key, value }) => ({ key, value: isSecretKey(key) ? new Secret(value) : value })));
  return { config, findings: [...findings, ...checkShape(text, written), ...checkEniConf(config)] };
};
