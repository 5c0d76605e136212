import { describe, expect, it } from 'vitest';
import { crc64 } from './crc64.ts';

describe('crc64', () => {
  // The check value of CRC-64/XZ in the catalogue of parametrised CRC algorithms: 995dc9bbdf1939fa.
  it.each([
    ['123456789', BigInt('0x995dc9bbdf1939fa').toString()],
    ['', '0'],
  ])('of %j is %s', (text, sum) => expect(crc64(Buffer.from(text))).toBe(sum));
});
