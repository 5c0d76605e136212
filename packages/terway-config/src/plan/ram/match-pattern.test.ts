import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coversEverything, coversService, matchesAction, matchesPattern } from './match-pattern.ts';

/** The definition of a pattern, by trying every split. */
const byDefinition = (pattern: string, text: string): boolean => {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) return Array.from({ length: text.length + 1 }, (_value, length) => length).some((length) => byDefinition(pattern.slice(1), text.slice(length)));
  return text !== '' && (pattern.startsWith('?') || pattern[0] === text[0]) && byDefinition(pattern.slice(1), text.slice(1));
};

const letters = (alphabet: string, maxLength: number) => fc.array(fc.constantFrom(...alphabet), { maxLength }).map((list) => list.join(''));

describe('matchesPattern', () => {
  it('agrees with the definition on every text over a small alphabet', () => {
    fc.assert(fc.property(letters('ab*?', 7), letters('ab', 8), (pattern, text) => matchesPattern(pattern, text) === byDefinition(pattern, text)), { numRuns: 2_000 });
  });

  it('matches whatever stands for a star, line ends and characters of regular expressions too', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => matchesPattern('a*z', `a${before}.${after}z`)));
  });

  it.each([
    ['', '', true],
    ['', 'a', false],
    ['a.c', 'abc', false],
    ['(a', '(a', true],
    ['?', '😀', true],
    ['acs:ecs:*', 'acs:ecs:cn-hangzhou:1:eni/eni-1', true],
    ['ECS:*', 'ecs:x', false],
  ])('%j on %j: %s', (pattern, text, matches) => {
    expect(matchesPattern(pattern, text)).toBe(matches);
  });

  it('ends soon on a pattern of many stars', () => {
    expect(matchesPattern(`${'a*'.repeat(400)}b`, 'a'.repeat(4_000))).toBe(false);
  });
});

describe('matchesAction', () => {
  it.each([
    ['ecs:describe*', 'ecs:DescribeInstances', true],
    ['ECS:DESCRIBEINSTANCES', 'ecs:DescribeInstances', true],
    ['ecs:Describe?nstances', 'ecs:DescribeInstances', true],
    ['vpc:*', 'ecs:DescribeInstances', false],
    ['*:Describe*', 'ecs:DescribeInstances', true],
  ])('%s on %s: %s', (pattern, action, matches) => {
    expect(matchesAction(pattern, action)).toBe(matches);
  });
});

describe('coversService', () => {
  it.each([
    ['*', true, true],
    ['**', true, true],
    ['acs:ecs:*:*:*', false, true],
    ['acs:ECS:*:*:*', false, true],
    ['acs:e*:*:*:**', false, true],
    ['acs:*:*:*:*', false, true],
    ['acs:vpc:*:*:*', false, false],
    ['acs:ecs:cn-hangzhou:*:*', false, false],
    ['acs:ecs:*:1234567890123456:*', false, false],
    ['acs:ecs:*:*:eni/*', false, false],
    ['acs:ecs:*', false, false],
    ['acs:ecs:*::*', false, false],
    ['', false, false],
  ])('%j covers everything: %s, every resource of ecs: %s', (pattern, everything, service) => {
    expect([coversEverything(pattern), coversService(pattern, 'ecs')]).toEqual([everything, service]);
  });
});
