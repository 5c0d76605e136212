import { readHereDocuments, type HereDocument, type PendingHereDocument } from './here-document.ts';
import { readWord, skipParentheses, type ShellWord, type Unclosed } from './read-word.ts';
import type { ScannedShell, ShellCommand, ShellFrame, ShellList } from './scanned-shell.ts';

const redirection = /&>>|&>|<<<|<<-|<<|<>|>>|>\||>&|<&|<|>/y;
const control = /&&|\|\||;;&|;;|;&|;|&|\|&|\|/y;

/** Scans a shell script (LF line ends): quotes, comments, here-documents, continuation lines and compound commands. */
export const scanShell = (text: string): ScannedShell => new Scanner(text).scan();

class Scanner {
  readonly #text: string;
  readonly #commands: ShellCommand[] = [];
  readonly #boundaries = new Map<number, readonly Readonly<ShellFrame>[]>([[0, []]]);
  readonly #frames: (ShellFrame & { readonly outer: ShellList | undefined })[] = [];
  readonly #pending: PendingHereDocument[] = [];
  #position = 0;
  #list: ShellList | undefined;
  #words: ShellWord[] = [];
  #hereDocuments: HereDocument[] = [];
  /** After `&&`, `||` or `|`: the list goes on, on the next line if need be. */
  #open = false;
  /** After a compound command: only redirections and operators may follow. */
  #closed = false;
  #functionNext = false;
  #problem: { start: number; message: string } | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): ScannedShell {
    while (this.#position < this.#text.length && this.#problem === undefined) this.#step();
    if (this.#problem === undefined) {
      this.#endList();
      const open = this.#frames.at(-1);
      if (open !== undefined) this.#problem = { start: open.start, message: `the ${open.kind} that begins here is never closed` };
    }
    return { commands: this.#commands, boundaries: this.#boundaries, problem: this.#problem };
  }

  #step(): void {
    const text = this.#text;
    const character = text.charAt(this.#position);
    if (character === ' ' || character === '\t') this.#position += 1;
    else if (character === '\\' && text.charAt(this.#position + 1) === '\n') this.#position += 2;
    else if (character === '#') this.#skipComment();
    else if (character === '\n') this.#newline();
    else if (this.#frames.at(-1)?.phase === 'pattern') this.#pattern();
    else if (/[<>]\(/y.test(text.slice(this.#position, this.#position + 2))) this.#position = this.#skipParentheses(this.#position + 1);
    else if (this.#match(redirection) !== undefined) this.#redirect();
    else if (character === '(') this.#openParenthesis();
    else if (character === ')') this.#close('subshell', ['subshell', 'function']);
    else if (this.#match(control) !== undefined) this.#control();
    else this.#word();
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#text)?.[0];
  }

  #skipComment(): void {
    const end = this.#text.indexOf('\n', this.#position);
    this.#position = end < 0 ? this.#text.length : end;
  }

  #newline(): void {
    this.#position += 1;
    const top = this.#frames.at(-1);
    if (!this.#open) this.#endList();
    this.#readHereDocuments();
    if (!this.#open && top?.phase !== 'header' && top?.phase !== 'pattern' && !this.#functionNext) {
      this.#boundaries.set(this.#position, this.#frames.map(({ kind, start, phase }) => ({ kind, start, phase })));
    }
  }

  #readHereDocuments(): void {
    const end = readHereDocuments(this.#text, this.#position, this.#pending.splice(0));
    if (typeof end === 'number') this.#position = end;
    else this.#problem = { start: this.#position, message: `the here-document that begins here is never closed by ${end.delimiter}` };
  }

  #redirect(): void {
    const operator = this.#match(redirection) as string;
    this.#position += operator.length;
    while (/[ \t]/.test(this.#text.charAt(this.#position))) this.#position += 1;
    const word = this.#readWord();
    if (word === undefined || (operator !== '<<' && operator !== '<<-')) return;
    this.#pending.push({ delimiter: word.value, stripTabs: operator === '<<-', owner: this.#hereDocuments });
  }

  #readWord(): ShellWord | undefined {
    const word = readWord(this.#text, this.#position);
    if ('unclosed' in word) {
      this.#fail(word);
      return undefined;
    }
    this.#position = word.end;
    return word;
  }

  #fail(unclosed: Unclosed): void {
    this.#problem = { start: unclosed.start, message: `the ${unclosed.unclosed} that opens here is never closed` };
  }

  #skipParentheses(position: number): number {
    const state: { text: string; unclosed: Unclosed | undefined } = { text: this.#text, unclosed: undefined };
    const end = skipParentheses(state, position);
    if (state.unclosed !== undefined) this.#fail(state.unclosed);
    return end;
  }

  #openParenthesis(): void {
    if (this.#words.length === 1 && /^\([ \t]*\)/.test(this.#text.slice(this.#position))) {
      this.#words = [];
      this.#functionNext = true;
      this.#position = this.#text.indexOf(')', this.#position) + 1;
    } else if (this.#text.startsWith('((', this.#position)) {
      this.#ensureList();
      this.#position = this.#skipParentheses(this.#position);
      if (this.#frames.at(-1)?.phase !== 'header') this.#member();
    } else if (this.#words.length === 0 && !this.#closed) {
      this.#push('subshell', 'body');
      this.#position += 1;
    } else {
      this.#problem = { start: this.#position, message: 'this parenthesis is not understood' };
    }
  }

  #control(): void {
    const operator = this.#match(control) as string;
    this.#position += operator.length;
    const top = this.#frames.at(-1);
    if (operator === '&&' || operator === '||' || operator.startsWith('|')) {
      this.#endCommand();
      this.#closed = false;
      this.#open = true;
      return;
    }
    if (operator === '&' && this.#list !== undefined) this.#list.background = true;
    this.#endList();
    if (operator.startsWith(';') && operator.length > 1 && top?.kind === 'case') top.phase = 'pattern';
  }

  /** Up to the parenthesis that ends the pattern, or `esac`. */
  #pattern(): void {
    while (this.#position < this.#text.length && this.#problem === undefined) {
      const character = this.#text.charAt(this.#position);
      if (character === ')') {
        (this.#frames.at(-1) as ShellFrame).phase = 'body';
        this.#position += 1;
        return;
      }
      if (/[\s(|&;<>]/.test(character)) {
        this.#position += 1;
        continue;
      }
      if (this.#readWord()?.raw === 'esac') {
        this.#pop();
        return;
      }
    }
  }

  #word(): void {
    const start = this.#position;
    const word = this.#readWord();
    if (word === undefined) return;
    if (/^\d+$/.test(word.raw) && /[<>]/.test(this.#text.charAt(word.end))) return;
    const top = this.#frames.at(-1);
    if (top?.phase === 'header') {
      if (top.kind === 'case' && word.raw === 'in') top.phase = 'pattern';
      if (top.kind === 'loop' && word.raw === 'do') top.phase = 'body';
      return;
    }
    if (this.#words.length > 0 || this.#closed || !this.#keyword(word, start)) {
      this.#ensureList(start);
      this.#words.push(word);
    }
  }

  #keyword(word: ShellWord, start: number): boolean {
    const top = this.#frames.at(-1);
    switch (word.raw) {
      case 'if':
        return this.#push('if', 'condition', start);
      case 'while':
      case 'until':
        return this.#push('loop', 'condition', start);
      case 'for':
      case 'select':
        return this.#push('loop', 'header', start);
      case 'case':
        return this.#push('case', 'header', start);
      case '{':
        return this.#push(this.#functionNext ? 'function' : 'brace', 'body', start);
      case 'then':
      case 'else':
      case 'do':
      case 'elif':
        if (top === undefined) return false;
        this.#endList();
        top.phase = word.raw === 'elif' ? 'condition' : 'body';
        return true;
      case 'fi':
        return this.#close('if', ['if'], start);
      case 'done':
        return this.#close('loop', ['loop'], start);
      case 'esac':
        return this.#close('case', ['case'], start);
      case '}':
        return this.#close('brace', ['brace', 'function'], start);
      case '!':
        this.#ensureList(start).negated = true;
        return true;
      case 'time':
        return this.#ensureList(start) !== undefined;
      case 'function': {
        const header = /^[ \t]*[^\s(){};]+[ \t]*(\([ \t]*\))?/.exec(this.#text.slice(this.#position));
        this.#position += header?.[0].length ?? 0;
        this.#functionNext = true;
        return true;
      }
      case '[[':
        this.#ensureList(start);
        this.#skipTest();
        return true;
      default:
        return false;
    }
  }

  #skipTest(): void {
    while (this.#position < this.#text.length && this.#problem === undefined) {
      if (/[\s()<>|&;]/.test(this.#text.charAt(this.#position))) this.#position += 1;
      else if (this.#readWord()?.raw === ']]') {
        this.#member();
        return;
      }
    }
  }

  #push(kind: ShellFrame['kind'], phase: ShellFrame['phase'], start = this.#position): true {
    const outer = this.#ensureList(start);
    const isFunction = this.#functionNext;
    this.#functionNext = false;
    this.#frames.push({ kind: isFunction ? 'function' : kind, phase, start, outer });
    this.#list = undefined;
    this.#open = false;
    return true;
  }

  #close(name: string, kinds: readonly ShellFrame['kind'][], start = this.#position): true {
    this.#endList();
    const top = this.#frames.at(-1);
    if (top === undefined || !kinds.includes(top.kind)) {
      this.#problem = { start, message: `this ends a ${name} that is not open here` };
      return true;
    }
    if (this.#text.charAt(start) === ')') this.#position += 1;
    this.#pop();
    return true;
  }

  #pop(): void {
    this.#endList();
    this.#list = this.#frames.pop()?.outer;
    this.#member();
  }

  #ensureList(start = this.#position): ShellList {
    this.#open = false;
    return (this.#list ??= { start, members: 0, negated: false, background: false });
  }

  /** A command that is no simple one has ended. */
  #member(): void {
    this.#ensureList().members += 1;
    this.#closed = true;
  }

  #endCommand(): void {
    if (this.#words.length === 0) return;
    const list = this.#ensureList();
    list.members += 1;
    const frames = this.#frames.map(({ kind, start, phase }) => ({ kind, start, phase }));
    this.#commands.push({ words: this.#words, list, frames, hereDocuments: this.#hereDocuments });
    this.#words = [];
    this.#hereDocuments = [];
  }

  #endList(): void {
    this.#endCommand();
    this.#hereDocuments = [];
    this.#list = undefined;
    this.#open = false;
    this.#closed = false;
  }
}
