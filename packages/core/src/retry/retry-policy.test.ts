import { describe, expect, it } from 'vitest';
import { judgeFailure } from './retry-policy.ts';

describe('judgeFailure', () => {
  it.each([
    ['Throttling', 400],
    ['Throttling.User', 400],
    ['Throttling.Api', 429],
    ['TaskConflict', 400],
    ['OperationConflict', 409],
    ['IncorrectVpcStatus', 400],
    ['IncorrectVSwitchStatus', 400],
    ['IncorrectStatus.RouteEntry', 400],
    ['LastTokenProcessing', 400],
    ['OperationFailed.IdempotentTokenProcessing', 400],
    ['SystemBusy', 400],
    ['Operation.Blocking', 400],
    ['TooManyRequests', 429],
    ['Anything', 429],
    ['ECONNREFUSED', undefined],
  ])('%s (HTTP %s) was refused for now: nothing was done, try again', (code, status) => {
    expect(judgeFailure(code, status)).toEqual({ outcome: 'refused', retryable: true });
  });

  it.each([
    ['ServiceUnavailable', 503],
    ['InternalError', 500],
    ['Anything', 500],
    ['Anything', 502],
    ['Anything', 504],
    ['ECONNRESET', undefined],
    ['EPIPE', undefined],
    ['RequestTimeout', undefined],
    ['BrokenAnswer', undefined],
  ])('%s (HTTP %s) leaves it unknown whether a write was done', (code, status) => {
    expect(judgeFailure(code, status)).toEqual({ outcome: 'unknown', retryable: true });
  });

  it.each([
    ['Forbidden.RAM', 403],
    ['ErrorClusterNotFound', 404],
    ['QuotaExceeded.PrivateIpAddress', 403],
    ['EniPerInstanceLimitExceeded', 400],
    ['SecurityGroupInstanceLimitExceed', 400],
    ['InvalidParameter', 400],
    ['Http501', 501],
  ])('%s (HTTP %s) is final', (code, status) => {
    expect(judgeFailure(code, status)).toEqual({ outcome: 'refused', retryable: false });
  });
});
