import { describe, expect, it } from 'vitest';
import { checkAppliers } from './check-appliers.ts';

const entry = (manager: string, operation: string, fieldsV1: object) => ({ manager, operation, apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1 });
const check = (path: readonly string[], ...managedFields: readonly object[]) => checkAppliers({ name: 'eni-conf-applied', subject: 'eni_conf', path, managedFields });
const path = ['data', 'eni_conf'];

describe('checkAppliers', () => {
  it('warns of who applies the very field', () => {
    expect(check(path, entry('argocd-controller', 'Apply', { 'f:data': { 'f:eni_conf': {} } }))).toEqual([
      {
        name: 'eni-conf-applied',
        status: 'warn',
        message: 'eni_conf is applied by argocd-controller: its next server-side apply is refused with a conflict, or takes our change back where it is forced',
        remediation: 'Set the same value there, too, or leave the field out of what is applied.',
      },
    ]);
  });

  it.each([
    ['a part of what we write', ['spec', 'affinity'], { 'f:spec': { 'f:affinity': { 'f:nodeAffinity': {} } } }],
    ['the whole of which it is a part', ['spec', 'affinity'], { 'f:spec': {} }],
  ])('warns of who applies %s', (_, where, fields) => {
    expect(check(where, entry('flux', 'Apply', fields))).toHaveLength(1);
  });

  it.each([
    ['who has once written it, and does not apply it', entry('kubectl-edit', 'Update', { 'f:data': { 'f:eni_conf': {} } })],
    ['who applies another field', entry('flux', 'Apply', { 'f:data': { '.': {}, 'f:other': {} } })],
    ['us', entry('ack-hybrid', 'Apply', { 'f:data': { 'f:eni_conf': {} } })],
    ['what is no entry', { manager: 'x', operation: 'Apply' }],
  ])('says nothing of %s', (_, other) => {
    expect(check(path, other)).toEqual([]);
  });

  it('says nothing where nobody is noted', () => {
    expect(checkAppliers({ name: 'n', subject: 's', path, managedFields: undefined })).toEqual([]);
  });

  it('names each once', () => {
    const fields = { 'f:data': { 'f:eni_conf': {} } };
    expect(check(path, entry('b', 'Apply', fields), entry('a', 'Apply', fields), entry('a', 'Apply', fields))[0]?.message).toMatch(/^eni_conf is applied by b, a: /);
  });
});
