import type { Check } from '@ack-hybrid/core';
import type { Reading } from './preflight-facts.ts';

/** A check of what is as it should be. */
export const pass = (name: string, message: string): Check => ({ name, status: 'pass', message });

/** A check of what may go wrong, with what to do about it. */
export const warn = (name: string, message: string, remediation: string): Check => ({ name, status: 'warn', message, remediation });

/** A check of what will go wrong, with what to do about it. */
export const fail = (name: string, message: string, remediation: string): Check => ({ name, status: 'fail', message, remediation });

/** Judges what was read. What may not be looked at isn't wrong for that: it is a warning that says what to grant. */
export const withReading = <Value>(name: string, reading: Reading<Value>, judge: (value: Value) => Check): Check =>
  reading.read ? judge(reading.value) : warn(name, `could not be looked at: ${reading.reason}`, reading.remediation);
