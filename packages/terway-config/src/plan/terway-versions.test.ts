import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTerwayVersion, compareTerwayVersions, parseTerwayVersion, terwayFeatures, type TerwayUse } from './terway-versions.ts';

describe('parseTerwayVersion', () => {
  it.each([
    ['v1.14.2', [1, 14, 2]],
    ['1.2.20', [1, 2, 20]],
    ['v1.8', [1, 8]],
    ['v1.9.3.10-7dfca203-aliyun', [1, 9, 3, 10]],
    ['v1.5.7+build', [1, 5, 7]],
    ['', undefined],
    ['latest', undefined],
    ['v1', undefined],
    ['7dfca203', undefined],
    ['v1.', undefined],
    ['v1.2.', undefined],
    ['1.2.3.4.5.6.7', undefined],
    ['v9999999999.1', undefined],
    [' v1.8.0', undefined],
  ])('reads %j as %j', (text, numbers) => {
    expect(parseTerwayVersion(text)).toEqual(numbers);
  });
});

describe('compareTerwayVersions', () => {
  it.each([
    ['v1.9.8', 'v1.14.0', 'older'],
    ['v1.14.0', 'v1.9.8', 'newer'],
    ['v1.8', 'v1.8.0', 'same'],
    ['1.8.0', 'v1.8.0', 'same'],
    ['v1.9.3.10-a', 'v1.9.3.9-b', 'newer'],
    ['v1.9.3-a', 'v1.9.3-b', 'same'],
    ['main', 'v1.8.0', 'unknown'],
    ['v1.8.0', '', 'unknown'],
    ['main', 'main', 'same'],
  ] as const)('%s is to %s: %s', (left, right, order) => {
    expect(compareTerwayVersions(left, right)).toBe(order);
  });

  it('is the mirror of itself, and agrees with comparing the numbers as one', () => {
    const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99));
    fc.assert(
      fc.property(version, version, (a, b) => {
        const one = ([major, minor, patch]: readonly [number, number, number]) => (major * 100 + minor) * 100 + patch;
        const expected = one(a) === one(b) ? 'same' : one(a) < one(b) ? 'older' : 'newer';
        const mirrored = { same: 'same', older: 'newer', newer: 'older' }[expected];
        expect(compareTerwayVersions(`v${a.join('.')}`, b.join('.'))).toBe(expected);
        expect(compareTerwayVersions(b.join('.'), `v${a.join('.')}`)).toBe(mirrored);
      }),
    );
  });
});

describe('terwayFeatures', () => {
  it.each([
    ['v1.2.0', false, 5, undefined, false],
    ['v1.7.99', false, 5, undefined, false],
    ['v1.8.0', true, 5, undefined, false],
    ['v1.13.6', true, 5, undefined, false],
    ['v1.13.7', true, 10, undefined, false],
    ['v1.14.0', true, 10, '5.10', undefined],
    ['v1.15.3-7dfca203-aliyun', true, 10, '5.10', undefined],
    ['v2.0.0', true, 10, '5.10', undefined],
    ['canary', undefined, undefined, undefined, undefined],
  ])('of %s: Secret %s, %s security groups, kernel %s, IPv6 alone %s', (version, readsAddonSecret, maxSecurityGroups, minimumKernel, ipv6Only) => {
    expect(terwayFeatures(version)).toEqual({ version, known: version !== 'canary', readsAddonSecret, maxSecurityGroups, minimumKernel, ipv6Only });
  });
});

describe('checkTerwayVersion', () => {
  it.each<[string, TerwayUse, readonly string[]]>([
    ['v1.5.7', {}, []],
    ['v1.5.7', { credentials: 'config-map', ipStack: 'dual' }, []],
    ['v1.5.7', { credentials: 'secret' }, ['terway-version-reads-secret fail']],
    ['v1.8.0', { credentials: 'secret' }, ['terway-version-reads-secret pass']],
    ['', { credentials: 'secret' }, ['terway-version-reads-secret warn']],
    ['v1.13.6', { securityGroups: 6 }, ['terway-version-security-groups fail']],
    ['v1.13.6', { securityGroups: 5 }, ['terway-version-security-groups pass']],
    ['v1.13.7', { securityGroups: 10 }, ['terway-version-security-groups pass']],
    ['v1.13.7', { securityGroups: 11 }, ['terway-version-security-groups fail']],
    ['canary', { securityGroups: 5 }, ['terway-version-security-groups pass']],
    ['canary', { securityGroups: 6 }, ['terway-version-security-groups warn']],
    ['v1.13.0', { ipStack: 'ipv6' }, ['terway-version-ipv6-only fail']],
    ['v1.15.3', { ipStack: 'ipv6' }, ['terway-version-ipv6-only warn']],
    ['v1.14.0', { kernels: [] }, []],
    ['v1.14.0', { kernels: ['3.10.0-1160.el7.x86_64'] }, ['terway-version-kernel fail']],
    ['v1.14.0', { kernels: ['5.10.134-16.al8.x86_64', '5.15+', '6.1.0'] }, ['terway-version-kernel pass']],
    ['v1.14.0', { kernels: ['5.10.134', 'custom'] }, ['terway-version-kernel warn']],
    ['v1.14.0', { kernels: ['5.9.16', 'custom'] }, ['terway-version-kernel fail']],
    ['v1.13.7', { kernels: ['3.10.0'] }, ['terway-version-kernel pass']],
    ['canary', { kernels: ['3.10.0'] }, ['terway-version-kernel warn']],
    ['v1.5.7', { credentials: 'secret', securityGroups: 7, ipStack: 'ipv6' }, ['terway-version-reads-secret fail', 'terway-version-security-groups fail', 'terway-version-ipv6-only fail']],
  ])('%s with %j gives %j', (version, use, checks) => {
    const found = checkTerwayVersion(version, use);
    expect(found.map(({ name, status }) => `${name} ${status}`)).toEqual(checks);
    // Whatever isn't well says how to mend it.
    expect(found.every(({ status, remediation }) => (remediation === undefined) === (status === 'pass'))).toBe(true);
  });

  it('says which version would read the Secret', () => {
    expect(checkTerwayVersion('v1.7.0', { credentials: 'secret' })[0]?.message).toMatchInlineSnapshot(`"Terway v1.7.0 doesn't read the Secret alibaba-addon-secret, which v1.8.0 and later do: it would find no access key"`);
  });
});
