import { Secret } from '@ack-hybrid/core';
import type { EniConf } from './eni-conf.ts';
import { objectOf } from './read-json.ts';

/**
 * Makes the text of `eni_conf`: JSON with two spaces of indentation, keys in the order of the configuration. Reveals
 * `access_secret`, so the text belongs into the ConfigMap and nowhere else.
 *
 * @example
 * renderEniConf({ version: '1', max_pool_size: 5 }); // '{\n  "version": "1",\n  "max_pool_size": 5\n}\n'
 */
export const renderEniConf = (config: EniConf): string => {
  const revealed = objectOf(Object.entries(config).map(([key, value]) => ({ key, value: Secret.isInstance(value) ? value.reveal() : value })));
  return `${JSON.stringify(revealed, null, 2)}\n`;
};
