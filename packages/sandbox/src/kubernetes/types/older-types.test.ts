import { describe, expect, it } from 'vitest';
import { builtInTypes } from './built-in-types.ts';
import { olderTypes } from './older-types.ts';

const fieldsOf = (minor: number): ReadonlySet<string> =>
  new Set(olderTypes(builtInTypes, minor).split('\n').flatMap((line) => line.split(' ').slice(1).map((field) => `${line.split(' ')[0] ?? ''}.${field.split(':')[0] ?? ''}`)));

describe('the types of an older version', () => {
  it.each([[30, false, false], [31, false, true], [33, false, true], [34, true, true], [36, true, true]])('in 1.%i have what came after 1.33: %s, and after 1.30: %s', (minor, late, early) => {
    const fields = fieldsOf(minor);
    expect([fields.has('PodSpec.hostnameOverride'), fields.has('Volume.image'), fields.has('PodSpec.hostNetwork')]).toEqual([late, early, true]);
  });

  it('take away fields that the table has, and of no other type a field of the same name', () => {
    expect(olderTypes('Volume image:ImageVolumeSource name:s=\nContainer! image:s restartPolicyRules:[]s', 30)).toBe('Volume name:s=\nContainer! image:s');
    expect(fieldsOf(36).size - fieldsOf(33).size).toBe(15);
    expect(fieldsOf(33).size - fieldsOf(30).size).toBe(23);
  });
});
