import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ApiError, ConflictError, HybridError, InvalidInputError, NotFoundError, PermissionError, StepError, VerificationError, WaitTimeoutError } from '../index.ts';

const api = { service: 'cs', operation: 'DescribeClusterDetail', status: 404, errorCode: 'ErrorClusterNotFound', requestId: 'R-1', detail: 'cluster c1 not found', outcome: 'refused' as const };
const report = { ok: false, steps: [] };

describe('the error family', () => {
  it.each([
    ['InvalidInputError', new InvalidInputError({ issues: [{ path: 'vpc.cidr', message: 'is no CIDR block' }] }), InvalidInputError],
    ['ApiError', new ApiError(api), ApiError],
    ['NotFoundError', new NotFoundError(api), NotFoundError],
    ['ConflictError', new ConflictError(api), ConflictError],
    ['PermissionError', new PermissionError({ ...api, missing: 'cs:DescribeClusterDetail' }), PermissionError],
    ['WaitTimeoutError', new WaitTimeoutError({ subject: 'x', timeoutMs: 1, statesSeen: [] }), WaitTimeoutError],
    ['VerificationError', new VerificationError({ subject: 'x', checks: [] }), VerificationError],
    ['StepError', new StepError({ step: 'x', phase: 'plan', report, cause: new Error('y') }), StepError],
  ])('%s is a HybridError, knows itself and carries its name', (name, error, Class) => {
    expect(HybridError.isInstance(error)).toBe(true);
    expect(Class.isInstance(error)).toBe(true);
    expect(error.name).toBe(name);
  });

  it('is recognised by symbol, so an error of another copy of the package counts', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('ack-hybrid.HybridError')]: true });
    expect(HybridError.isInstance(foreign)).toBe(true);
    expect(foreign).not.toBeInstanceOf(HybridError);
  });

  it.each([[undefined], [null], ['text'], [{}], [new Error('x')]])('%j is no HybridError', (value) => {
    expect(HybridError.isInstance(value)).toBe(false);
    expect(ApiError.isInstance(value)).toBe(false);
  });

  it('tells the subclasses of ApiError apart', () => {
    expect(ApiError.isInstance(new NotFoundError(api))).toBe(true);
    expect(ConflictError.isInstance(new NotFoundError(api))).toBe(false);
  });

  it('does not show its symbols when it is printed', () => {
    expect(inspect(new HybridError({ code: 'X', message: 'y' }))).not.toContain('Symbol');
  });

  it('names every bad field', () => {
    const error = new InvalidInputError({
      subject: 'spec',
      issues: [
        { path: 'vpc.cidr', message: 'is no CIDR block' },
        { path: '', message: 'no vSwitch' },
      ],
    });
    expect(error.message).toMatchInlineSnapshot(`"spec: vpc.cidr: is no CIDR block; no vSwitch"`);
  });

  it('says service, operation, code, status and request id', () => {
    expect(new ApiError(api).message).toMatchInlineSnapshot(`"cs DescribeClusterDetail failed: cluster c1 not found (ErrorClusterNotFound, HTTP 404, request R-1)"`);
  });

  it('says what permission to grant', () => {
    const error = new PermissionError({ ...api, missing: 'ram:CreatePolicy' });
    expect(error.remediation).toMatchInlineSnapshot(`"Grant ram:CreatePolicy to the caller and run again."`);
  });

  it('says what it waited for and which states it saw', () => {
    const error = new WaitTimeoutError({ subject: 'node pool np1', timeoutMs: 90_000, statesSeen: ['initial', 'scaling'] });
    expect(error.message).toMatchInlineSnapshot(`"node pool np1 did not come within 90 s; states seen: initial → scaling"`);
  });

  it('lists the failed checks alone, with their remedies', () => {
    const error = new VerificationError({
      subject: 'Keep Calico on premises',
      checks: [
        { name: 'a', status: 'pass', message: 'fine' },
        { name: 'b', status: 'fail', message: 'a pod is on n1', remediation: 'Look at the affinity.' },
      ],
    });
    expect(error.message).toMatchInlineSnapshot(`"Keep Calico on premises: b: a pod is on n1"`);
    expect(error.remediation).toBe('Look at the affinity.');
  });

  it('keeps the code, the remedy and the cause of what stopped a step', () => {
    const cause = new NotFoundError({ ...api, remediation: 'Check the id.' });
    const error = new StepError({ step: 'node-pool', phase: 'apply', report, cause });
    expect(error).toMatchObject({ code: 'ErrorClusterNotFound', remediation: 'Check the id.', cause });
    expect(error.message).toMatch(/^node-pool \(apply\): cs DescribeClusterDetail failed/);
  });
});
