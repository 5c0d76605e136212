import { InvalidInputError } from '@ack-hybrid/core';
import { joinFunction, tryJoinFunction } from './section/render-section.ts';
import type { ShellWord } from './shell/read-word.ts';
import { scanShell } from './shell/scan-shell.ts';
import type { ScannedShell, ShellCommand } from './shell/scanned-shell.ts';

/** The one `kubeadm join` of a script, and where our text goes. */
export interface FoundJoin {
  /** Where the section goes: the start of a line. */
  readonly sectionAt: number;
  /** Where the word stands that runs the join (`kubeadm`, `sudo`). */
  readonly commandAt: number;
  /** Behind the word `join`. */
  readonly argumentsAt: number;
  /** Whether the join passes the node's name of its own. */
  readonly hasNodeName: boolean;
  /** Whether the script looks at the join's status itself. */
  readonly statusIsUsed: boolean;
}

/** Commands that run the command which their arguments name. */
const runners = new Set(['sudo', 'env', 'timeout', 'nice', 'ionice', 'nohup', 'command', 'setsid', 'stdbuf', 'chrt', 'unbuffer', joinFunction, tryJoinFunction]);
/** Commands that run the text of an argument or of their standard input as a script. */
const interpreters = new Set(['bash', 'sh', 'dash', 'eval', 'ssh', 'su', 'xargs', 'chroot', 'docker', 'nerdctl', 'crictl', 'nsenter', 'parallel', 'expect']);
const joinText = /\bkubeadm\b[^\n]*\bjoin\b/;
const nodeNameVariables = new Set(['$ALIBABA_CLOUD_NODE_NAME', '${ALIBABA_CLOUD_NODE_NAME}']);

/**
 * Finds the join of a script (LF line ends) and the place of the section.
 *
 * @throws {InvalidInputError} with the line, where the script can't be extended
 */
export const findJoin = (text: string): FoundJoin => {
  const shell = scanShell(text);
  const refuse = (start: number, message: string, remediation: string): never => {
    throw new InvalidInputError({
      subject: 'init script',
      issues: [{ path: 'script', message: `line ${lineOf(text, start)}: ${message}` }],
      remediation,
    });
  };
  if (shell.problem !== undefined) return refuse(shell.problem.start, shell.problem.message, 'Run `bash -n` on the script and mend it first.');
  refuseUnsafeUse(shell, refuse);
  refuseHiddenJoins(shell, refuse);

  const joins = shell.commands.map((command) => readJoin(command)).filter((join) => join !== undefined);
  const [join, second] = joins;
  if (join === undefined) return refuseWithoutJoin(text, shell, refuse);
  if (second !== undefined) {
    return refuse(second.word.start, `a second kubeadm join (the first is in line ${lineOf(text, join.word.start)})`, 'Keep one kubeadm join in the script; choose its arguments by variables.');
  }
  const { command, word, joinWord, runner } = join;
  if (runner.value === 'exec') return refuse(runner.start, 'exec replaces the script by kubeadm, so that nothing can be said after the join', 'Write the join without exec.');
  refuseUnreachable(shell, join, refuse);
  const enclosing = command.frames.find((frame) => frame.kind === 'function');
  if (enclosing !== undefined) {
    return refuse(word.start, `the join stands in the function that begins in line ${lineOf(text, enclosing.start)}`, 'Call kubeadm join outside of functions, at the end of the script.');
  }
  return {
    sectionAt: placeSection(text, shell, command, refuse),
    commandAt: runner.start,
    argumentsAt: joinWord.end,
    hasNodeName: readNodeName(command.words, joinWord, refuse),
    statusIsUsed: isStatusUsed(command),
  };
};

type Refuse = (start: number, message: string, remediation: string) => never;

interface JoinWords<Command = ShellCommand> {
  readonly command: Command;
  readonly word: ShellWord;
  readonly joinWord: ShellWord;
  readonly runner: ShellWord;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const readJoin = <Command extends Pick<ShellCommand, 'words'>>(command: Command): JoinWords<Command> | undefined => {
  const first = command.words.findIndex((word) => !/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(word.raw));
  const words = first < 0 ? [] : command.words.slice(first);
  const runner = words[0];
  if (runner === undefined) return undefined;
  const index = runners.has(runner.value) || runner.value === 'exec' ? words.findIndex((word) => isKubeadm(word)) : isKubeadm(runner) ? 0 : -1;
  const word = words[index];
  if (word === undefined) return undefined;
  // Global flags may stand before the subcommand: `kubeadm --v=5 join`, `kubeadm -v 5 join`.
  const joinWord = words.slice(index + 1).find((candidate) => !candidate.value.startsWith('-') && !/^\d+$/.test(candidate.value));
  return joinWord?.value === 'join' ? { command, word, joinWord, runner } : undefined;
};

const isKubeadm = (word: ShellWord): boolean => word.value === 'kubeadm' || word.value.endsWith('/kubeadm');

const readNodeName = (words: readonly ShellWord[], joinWord: ShellWord, refuse: Refuse): boolean => {
  for (const [index, word] of words.entries()) {
    if (word.start < joinWord.start || !/^--node-name(=|$)/.test(word.value)) continue;
    const value = word.value.includes('=') ? word.value.slice(word.value.indexOf('=') + 1) : (words[index + 1]?.value ?? '');
    if (!nodeNameVariables.has(value)) {
      return refuse(word.start, 'the join has a --node-name of its own, but the node must have the name that the registered cluster passes', 'Remove --node-name from the join: it is added with "$ALIBABA_CLOUD_NODE_NAME".');
    }
    return true;
  }
  return false;
};

const isStatusUsed = ({ list, frames }: ShellCommand): boolean =>
  list.members > 1 || list.negated || list.background || frames.some((frame) => frame.phase === 'condition');

const placeSection = (text: string, shell: ScannedShell, command: ShellCommand, refuse: Refuse): number => {
  const lineStart = text.lastIndexOf('\n', command.list.start - 1) + 1;
  const frames = shell.boundaries.get(lineStart);
  const firstWord = /^[ \t]*([a-z]+|[(){}]|;;)?/.exec(text.slice(lineStart))?.[1] ?? '';
  if (frames === undefined || /^(then|else|elif|do|done|fi|esac|in|\)|\}|;;)$/.test(firstWord)) {
    return refuse(command.list.start, 'no command can be put before the join here', 'Put the join on a line of its own.');
  }
  const subshell = frames.find((frame) => frame.kind === 'subshell');
  if (subshell !== undefined) {
    return refuse(command.list.start, `the join stands in the subshell that begins in line ${lineOf(text, subshell.start)}, which could not stop the script`, 'Call kubeadm join outside of ( … ).');
  }
  return lineStart;
};

const refuseUnreachable = (shell: ScannedShell, join: JoinWords, refuse: Refuse): void => {
  for (const { words, list, frames } of shell.commands) {
    const [first, second] = words;
    if (first === undefined || first.start >= join.word.start || frames.length > 0 || list.members > 1) continue;
    // `exec` with redirections only doesn't replace the script.
    if (first.value === 'exit' || (first.value === 'exec' && second !== undefined)) {
      refuse(first.start, `${first.value} ends the script here, so that its kubeadm join is never reached`, 'Remove it, or put it behind the join.');
    }
  }
};

/** The guide's own section lets sed see the values: sed would run what a label says before ours has looked at it. */
const refuseUnsafeUse = (shell: ScannedShell, refuse: Refuse): void => {
  for (const { words } of shell.commands) {
    const used = words.find((word) => /\$\{?ALIBABA_CLOUD_(PROVIDER?_ID|NODE_NAME|LABELS|TAINTS)/.test(word.raw));
    if (used !== undefined && words.some((word) => /(^|\/)(sed|eval|awk|perl)$/.test(word.value))) {
      refuse(used.start, 'the script hands a value of the registered cluster to sed or eval, where it can run as a command', 'Extend the script as it was before that section was added (init-node.sh, not init-node-ecs.sh), or remove the section.');
    }
  }
};

const refuseHiddenJoins = (shell: ScannedShell, refuse: Refuse): void => {
  for (const { words, hereDocuments } of shell.commands) {
    for (const substitution of words.flatMap((word) => word.substitutions)) {
      if (scanShell(substitution.text).commands.some((command) => readJoin(command) !== undefined)) {
        refuse(substitution.start, 'a kubeadm join stands in a command substitution, which could not stop the script', 'Call kubeadm join as a command of its own; use `| tee FILE` to keep its output.');
      }
    }
    const interpreter = words.find((word) => interpreters.has(word.value.slice(word.value.lastIndexOf('/') + 1)));
    if (interpreter === undefined || readJoin({ words }) !== undefined) continue;
    if (joinText.test(words.map((word) => word.value).join(' '))) {
      refuse(interpreter.start, `a kubeadm join is handed to ${interpreter.value}`, 'Call kubeadm join directly, on a line of its own.');
    }
    const document = hereDocuments.find(({ text }) => joinText.test(text));
    if (document !== undefined) {
      refuse(document.start, `a kubeadm join stands in a here-document for ${interpreter.value}`, 'Call kubeadm join directly, on a line of its own.');
    }
  }
};

const refuseWithoutJoin = (text: string, shell: ScannedShell, refuse: Refuse): never => {
  const document = shell.commands.flatMap((command) => command.hereDocuments).find((candidate) => joinText.test(candidate.text));
  if (document !== undefined) {
    return refuse(document.start + document.text.search(joinText), 'the only kubeadm join stands in a here-document', 'Call kubeadm join directly, on a line of its own.');
  }
  return refuse(text.trimEnd().length, 'the script ends without a kubeadm join', 'Add the join as a line that begins with kubeadm join (a variable instead of the word kubeadm is not recognised), or build the script with buildInitScript.');
};
