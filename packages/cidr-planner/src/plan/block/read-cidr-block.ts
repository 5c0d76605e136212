import { CidrBlock } from './cidr-block.ts';
import type { CidrFault } from './cidr-fault.ts';
import { readCidrText } from './read-cidr-text.ts';
import type { ParseCidrBlockOptions } from './read-cidr-text.ts';

export type { ParseCidrBlockOptions } from './read-cidr-text.ts';

/** A block, or the first fault of its text. */
export type CidrReading = { readonly block: CidrBlock } | { readonly fault: CidrFault };

/** Reads a CIDR block without throwing; {@link parseCidrBlock} is the form that throws. */
export const readCidrBlock = (text: unknown, options: ParseCidrBlockOptions = {}): CidrReading => {
  const reading = readCidrText(text, options);
  return 'fault' in reading ? reading : { block: CidrBlock.around(reading.family, reading.address, reading.prefix) };
};
