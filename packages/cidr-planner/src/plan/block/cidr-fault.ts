/**
 * What can be wrong with the text of a CIDR block.
 *
 * Strictness is a matter of safety: `010.0.0.0/8` is 10.0.0.0/8 to one reader and 8.0.0.0/8, in octal, to another
 * (CVE-2021-28918), so a text that two readers could understand differently is refused.
 */
export type CidrFaultCode =
  | 'not-text'
  | 'empty'
  | 'too-long'
  | 'blank'
  | 'not-ascii'
  | 'prefix-missing'
  | 'prefix-not-a-number'
  | 'prefix-leading-zero'
  | 'prefix-too-large'
  | 'prefix-is-netmask'
  | 'octet-count'
  | 'octet-empty'
  | 'octet-not-a-number'
  | 'octet-leading-zero'
  | 'octet-too-large'
  | 'group-count'
  | 'group-empty'
  | 'group-not-hexadecimal'
  | 'group-too-long'
  | 'double-colon-twice'
  | 'zone-id'
  | 'ipv4-mapped'
  | 'host-bits';

/** One fault in the text of a CIDR block. */
export interface CidrFault {
  /** Which fault; stable, for programs. */
  readonly code: CidrFaultCode;
  /** The offset of the first character at fault, counted from 0. */
  readonly position: number;
  /** What is wrong, as half a sentence: "the octet 010 has a leading zero". */
  readonly problem: string;
  /** What to write instead. */
  readonly remedy: string;
  /** The text that was probably meant, where one can be told. */
  readonly suggestion?: string;
}
