/** The polynomial of ECMA-182, with its bits the other way round. */
const polynomial = 0xc96c5795d7870f42n;

const table: readonly bigint[] = Array.from({ length: 256 }, (_value, index) => {
  let entry = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) entry = (entry & 1n) === 1n ? (entry >> 1n) ^ polynomial : entry >> 1n;
  return entry;
});

/** The sum that OSS gives with an object as `x-oss-hash-crc64ecma`: CRC-64 of ECMA-182 as a decimal number. */
export function crc64(content: Buffer): string {
  let sum = 0xffffffffffffffffn;
  for (const byte of content) sum = (table[Number((sum ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (sum >> 8n);
  return (sum ^ 0xffffffffffffffffn).toString();
}
