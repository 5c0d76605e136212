import { InvalidInputError } from '@ack-hybrid/core/errors';
import type { CidrFault } from './plan/block/cidr-fault.ts';
import { lazyExpression } from './plan/lazy-expression.ts';

const marker = Symbol.for('ack-hybrid.CidrParseError');

/**
 * A text that is no CIDR block. `fault` has the code, the position and what to write instead; `code` is `CidrParse`.
 * Where the text is one of many, `index` is its place among them, counted from 0, and the issue's path names it.
 */
export class CidrParseError extends InvalidInputError {
  /** The first fault of the text. */
  readonly fault: CidrFault;

  /** The place of the text in the list that was given, counted from 0; undefined for a text on its own. */
  readonly index: number | undefined;

  constructor(text: unknown, fault: CidrFault, place: { readonly path?: string; readonly index?: number } = {}) {
    const { index, path = index === undefined ? '' : `[${index}]` } = place;
    super({
      code: 'CidrParse',
      issues: [{ path, message: describeCidrFault(text, fault) }],
      remediation: fault.remedy,
    });
    this.fault = fault;
    this.index = index;
  }

  get [marker](): true {
    return true;
  }

  static override isInstance(value: unknown): value is CidrParseError {
    return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[marker] === true;
  }
}

/** One line: the text (shortened, control characters escaped), what is wrong and at which character, counted from 1. */
export const describeCidrFault = (text: unknown, fault: CidrFault): string => {
  if (typeof text !== 'string' || text === '') return fault.problem;
  const shown = escapeInvisible(JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text));
  return `${shown} is not a CIDR block: ${fault.problem} (character ${fault.position + 1})`;
};

const invisible = lazyExpression(String.raw`[\p{Cc}\p{Cf}\u2028\u2029]`, 'gu');

/** JSON escapes C0 controls alone; DEL, C1 controls and format characters (a right-to-left override) would still change what a terminal shows. */
const escapeInvisible = (text: string): string => text.replace(invisible(), (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
