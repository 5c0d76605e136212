import type { HereDocument } from './here-document.ts';
import type { ShellWord } from './read-word.ts';

/** A compound command that is open where a command stands. */
export interface ShellFrame {
  readonly kind: 'if' | 'loop' | 'case' | 'brace' | 'function' | 'subshell';
  readonly start: number;
  /** `header` and `pattern` are no places for a command. */
  phase: 'header' | 'condition' | 'pattern' | 'body';
}

/** What stands between two of `;`, `&` and the end of a line: commands joined by `&&`, `||` and `|`. */
export interface ShellList {
  readonly start: number;
  /** Commands in it, compound ones included. */
  members: number;
  negated: boolean;
  background: boolean;
}

/** A simple command. */
export interface ShellCommand {
  /** Its words without redirections. */
  readonly words: readonly ShellWord[];
  readonly list: ShellList;
  readonly frames: readonly Readonly<ShellFrame>[];
  readonly hereDocuments: HereDocument[];
}

/** A shell script as far as it matters where its commands stand. */
export interface ScannedShell {
  readonly commands: readonly ShellCommand[];
  /** By the offset of a line at whose start a new command may be put: what is open there. */
  readonly boundaries: ReadonlyMap<number, readonly Readonly<ShellFrame>[]>;
  /** Where it can't be understood. */
  readonly problem: { readonly start: number; readonly message: string } | undefined;
}
