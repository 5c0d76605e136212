import { describe, expect, it } from 'vitest';
import { checkShape } from './check-eni-conf-shape.ts';
import { readJsonObject } from './read-json.ts';

const check = (text: string): readonly string[] => checkShape(text, readJsonObject(text, 'eni_conf')).map(({ severity, code, path, message }) => `${severity} ${code} ${path}: ${message}`);

describe('the shape of eni_conf', () => {
  it.each([
    ['{"max_pool_size": "5", "max_pool_size": 5}', ['error wrong-type max_pool_size: max_pool_size must be a whole number, without fraction or exponent']],
    ['{"rate_limit": {"a": "x", "b": 1, "c": null}}', ['error wrong-type rate_limit.a: rate_limit.a must be a whole number, without fraction or exponent']],
    ['{"eni_cap_ratio": 1e999}', ['error wrong-type eni_cap_ratio: eni_cap_ratio must be a number']],
    ['{"kube_client_qps": 3.4e38, "eni_cap_ratio": 1e300}', []],
    ['{"max_eni": -9007199254740991}', []],
    ['{"max_eni": -9223372036854775808}', ['error inexact-number max_eni: max_eni is beyond 2^53']],
    ['{"max_eni": -9223372036854775809}', ['error wrong-type max_eni: max_eni must be a whole number, without fraction or exponent']],
    ['{"extra_routes": {}}', ['error wrong-type extra_routes: extra_routes must be a list']],
    ['{"backoff_override": []}', ['error wrong-type backoff_override: backoff_override must be an object']],
    ['{"vswitches": {"i": [1, ["x"]]}}', ['error wrong-type vswitches.i[0]: vswitches.i[0] must be a string', 'error wrong-type vswitches.i[1]: vswitches.i[1] must be a string']],
    ['{"disable_device_plugin": 1}', ['error wrong-type disable_device_plugin: disable_device_plugin must be true or false']],
  ])('of %s has the findings %j', (text, findings) => {
    expect(check(text)).toEqual(findings);
  });

  it('says once of a key that it is unknown, however often it stands there', () => {
    expect(check('{"max_pool": 1, "max_pool": "x"}')).toHaveLength(1);
  });

  it.each([
    ['{"max_pool_siz": 1}', 'Did you mean max_pool_size?'],
    ['{"backoff_override": {"x": {"Step": 1}}}', 'Did you mean Steps?'],
    ['{"nothing_like_it_at_all": 1}', 'Check its spelling against the documentation of the installed Terway.'],
    ['{"toString": 1}', 'Check its spelling against the documentation of the installed Terway.'],
    ['{"cniVersion": "0.4.0"}', 'Remove it here; Terway drops it in silence.'],
  ])('of %s advises: %s', (text, remediation) => {
    expect(checkShape(text, readJsonObject(text, 'eni_conf')).map((finding) => finding.remediation)).toEqual([remediation]);
  });
});
