import { describe, expect, it } from 'vitest';
import { checkListOptions, readDeleteOptions, readFlag, readInteger, readWriteOptions } from './request-options.ts';

const query = (text: string): URLSearchParams => new URLSearchParams(text);
const write = (text: string, kind: 'CreateOptions' | 'PatchOptions' = 'CreateOptions', mediaType = 'application/json', userAgent = 'kubectl/v1.36.3 (linux)') =>
  readWriteOptions(kind, { query: query(text), mediaType, text: '', userAgent }, undefined, []);
const apply = 'application/apply-patch+yaml';

// The words of refusals were asked of kube-apiserver 1.36.3.
describe('the options of a write', () => {
  it.each<[string, string, object]>([
    ['', 'kubectl/v1.36.3 (linux)', { fieldManager: 'kubectl', dryRun: false, fieldValidation: 'Warn' }],
    ['', '', { fieldManager: 'unknown' }],
    ['fieldManager=me&dryRun=All&dryRun=All&fieldValidation=Strict', 'kubectl/v1', { fieldManager: 'me', dryRun: true, fieldValidation: 'Strict' }],
    [`fieldManager=${'x'.repeat(128)}`, '', { fieldManager: 'x'.repeat(128) }],
  ])('"%s" by the agent "%s" are %j', (text, userAgent, expected) => {
    expect(write(text, 'CreateOptions', 'application/json', userAgent)).toMatchObject(expected);
  });

  it.each<[string, 'CreateOptions' | 'PatchOptions', string, string]>([
    [`fieldManager=${'é'.repeat(65)}`, 'CreateOptions', '', 'fieldManager: Too long: may not be more than 128 bytes'],
    ['fieldManager=a%09b', 'CreateOptions', '', 'fieldManager: Invalid value: "a\\tb": invalid character U+0009 (at position 1)'],
    ['dryRun=', 'CreateOptions', '', 'dryRun: Unsupported value: [""]: supported values: "All"'],
    ['dryRun=All&dryRun=Some', 'CreateOptions', '', 'dryRun: Unsupported value: ["All","Some"]: supported values: "All"'],
    ['fieldValidation=strict', 'CreateOptions', '', 'fieldValidation: Unsupported value: "strict": supported values: "", "Ignore", "Strict", "Warn"'],
    ['', 'PatchOptions', apply, 'fieldManager: Required value: is required for apply patch'],
    ['force=false', 'PatchOptions', 'application/merge-patch+json', 'force: Forbidden: may not be specified for non-apply patch'],
  ])('"%s" of %s with %s are refused: %s', (text, kind, mediaType, message) => {
    expect(() => write(text, kind, mediaType)).toThrow(`${kind}.meta.k8s.io "" is invalid: ${message}`);
  });
});

describe('a parameter of the query', () => {
  it.each([['', undefined], ['a=', undefined], ['a=-1', -1], ['a=007', 7]])('in "%s" is the number %s', (text, expected) => {
    expect(readInteger(query(text), 'a')).toBe(expected);
  });

  it.each(['1.5', 'x', '1e3'])('that is %s is no number', (text) => {
    expect(() => readInteger(query(`a=${text}`), 'a')).toThrow(`strconv.ParseInt: parsing "${text}": invalid syntax`);
  });

  it.each([['', undefined], ['a=', true], ['a=yes', true], ['a=False', false], ['a=0', false]])('in "%s" is the flag %s', (text, expected) => {
    expect(readFlag(query(text), 'a')).toBe(expected);
  });
});

describe('the options of a delete', () => {
  it.each<[string, Record<string, unknown> | undefined, object]>([
    ['gracePeriodSeconds=0&propagationPolicy=Foreground&dryRun=All', undefined, { dryRun: true, propagation: 'Foreground', gracePeriodSeconds: 0 }],
    ['orphanDependents=true', undefined, { dryRun: false, propagation: 'Orphan' }],
    ['orphanDependents=false', undefined, { dryRun: false }],
    ['dryRun=All', {}, { dryRun: false }],
    ['', { gracePeriodSeconds: 0, preconditions: { uid: 'u', resourceVersion: '5' } }, { dryRun: false, gracePeriodSeconds: 0, uid: 'u', resourceVersion: '5' }],
  ])('"%s" with the body %j, which alone counts where there is one, are %j', (text, body, expected) => {
    expect(readDeleteOptions(query(text), body)).toEqual(expected);
  });

  it.each<[string, Record<string, unknown> | undefined, number, string]>([
    ['propagationPolicy=', undefined, 422, 'propagationPolicy: Unsupported value: "": supported values: "Foreground", "Background", "Orphan", "nil"'],
    ['orphanDependents=0&propagationPolicy=Orphan', undefined, 422, 'propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set'],
    ['', { dryRun: ['Some'] }, 422, 'dryRun: Unsupported value: ["Some"]: supported values: "All"'],
    ['', { gracePeriodSeconds: 'x' }, 400, 'json: cannot unmarshal string into Go struct field DeleteOptions.gracePeriodSeconds of type int64'],
  ])('"%s" with the body %j are refused with %i: %s', (text, body, code, message) => {
    expect(() => readDeleteOptions(query(text), body)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) as string }));
  });
});

describe('the options of a list', () => {
  it.each<[string, boolean, number, string[]]>([
    ['resourceVersionMatch=Exact&resourceVersion=5', false, 36, []],
    ['resourceVersionMatch=Exact', false, 36, ['resourceVersionMatch is forbidden unless resourceVersion is provided']],
    ['resourceVersionMatch=Exact&resourceVersion=0', false, 36, ['resourceVersionMatch "exact" is forbidden for resourceVersion "0"']],
    ['resourceVersionMatch=Some&resourceVersion=1', false, 36, ['supported values: "Exact", "NotOlderThan", ""']],
    ['resourceVersionMatch=NotOlderThan&resourceVersion=1&continue=x', false, 36, ['resourceVersionMatch is forbidden when continue is provided']],
    ['sendInitialEvents=true', false, 36, ['sendInitialEvents is forbidden for list']],
    ['sendInitialEvents=true&resourceVersionMatch=NotOlderThan', true, 36, []],
    ['sendInitialEvents=true&resourceVersionMatch=NotOlderThan', true, 33, ['sendInitialEvents is forbidden for watch unless the WatchList feature gate is enabled']],
    ['sendInitialEvents=false', true, 36, ['sendInitialEvents requires setting resourceVersionMatch to NotOlderThan']],
    ['resourceVersionMatch=Exact', true, 36, ['resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided', 'supported values: "NotOlderThan"']],
  ])('"%s", a watch: %s, in 1.%i are refused for %j', (text, isWatch, minor, problems) => {
    const check = (): void => checkListOptions(query(text), isWatch, minor);
    if (problems.length === 0) expect(check).not.toThrow();
    for (const problem of problems) expect(check).toThrow(problem);
  });
});
