import { describe, expect, it } from 'vitest';
import { parseEniConf } from '../parse-eni-conf.ts';
import { findUnreadKeys } from './unread-keys.ts';

describe('findUnreadKeys', () => {
  it.each([
    ['a recent key before v1.8.0', '{"max_eni": 1, "enable_ip_prefix": true}', 'v1.7.9', ['enable_ip_prefix']],
    ['a recent key since', '{"enable_ip_prefix": true}', 'v1.8.0', []],
    ['a retired key before v1.8.0', '{"eni_cap_policy": "x"}', '1.5.7', []],
    ['a retired key since', '{"eni_cap_policy": "x"}', 'v1.13.4-7dfca203-aliyun', ['eni_cap_policy']],
    ['the oldest key', '{"hot_plug": "x"}', 'v1.13.4', ['hot_plug']],
    ['a key that no release reads', '{"nonsense": 1}', 'v1.13.4', []],
    ['two digits, which are more than one', '{"enable_erdma": true}', 'v1.10.0', []],
    ['a version without numbers', '{"eni_cap_policy": "x"}', 'canary', []],
  ])('judges %s', (_what, text, version, expected) => {
    expect(findUnreadKeys(parseEniConf(text).config, version).map(({ path }) => path)).toEqual(expected);
  });
});
