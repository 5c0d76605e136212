import { CidrBlock } from './cidr-block.ts';
import type { ParseCidrBlockOptions } from './read-cidr-text.ts';

/**
 * Reads one CIDR block, IPv4 or IPv6, and refuses every text that two readers could understand differently: leading
 * zeros, signs, blanks, digits of other scripts, a missing prefix, a zone id, IPv4-mapped IPv6, and bits that are set
 * behind the prefix (unless `hostBits` is `mask`).
 *
 * @throws {CidrParseError} whose `fault` has a stable code, the position and what to write instead
 * @example
 * String(parseCidrBlock('10.0.0.0/10')); // '10.0.0.0/10'
 */
export const parseCidrBlock = (text: string, options?: ParseCidrBlockOptions): CidrBlock => CidrBlock.parse(text, options);
