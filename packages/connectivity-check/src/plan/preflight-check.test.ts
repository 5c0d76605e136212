import { describe, expect, it } from 'vitest';
import { pass, withReading } from './preflight-check.ts';

describe('withReading', () => {
  it('judges what was read', () => {
    expect(withReading('vpc', { read: true, value: 'vpc-1' }, (id) => pass('vpc', id))).toEqual({ name: 'vpc', status: 'pass', message: 'vpc-1' });
  });

  it('warns of what was withheld and says what to grant, without a judgement', () => {
    const check = withReading('vpc', { read: false, reason: 'Forbidden.RAM', remediation: 'Grant vpc:DescribeVpcs.' }, () => pass('vpc', 'judged'));
    expect(check).toEqual({ name: 'vpc', status: 'warn', message: 'could not be looked at: Forbidden.RAM', remediation: 'Grant vpc:DescribeVpcs.' });
  });
});
