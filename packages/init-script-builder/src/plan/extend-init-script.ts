import { InvalidInputError } from '@ack-hybrid/core';
import { findJoin } from './find-join.ts';
import { beginMarker, endMarker, joinFunction, nodeNameArgument, renderSection, tryJoinFunction, type SectionOptions } from './section/render-section.ts';

/** How a script is extended. */
export interface ExtendInitScriptOptions {
  /**
   * What to do on a node that hasn't joined yet and has `/var/lib/kubelet/pki/*` of an earlier life: `note` says so on
   * stderr (the default), `remove` removes them.
   */
  readonly kubeletPki?: SectionOptions['kubeletPki'];
  /** A prefix for every path that the section reads or writes. For tests; empty by default. */
  readonly root?: string;
}

/**
 * Extends a user's own node script: the section that judges the values of the registered cluster and writes the kubelet's
 * arguments goes before its `kubeadm join`, and the join passes the node's name. The rest stays as it is, but for CRLF line
 * ends, which no shell can run, and which become LF. An extended script is extended anew: the same bytes come out.
 *
 * @param existing the script, for bash or a POSIX shell
 * @throws {InvalidInputError} naming the line, where no place can be found that is certain to run before the one join:
 * no join, several, one inside a function, a here-document or a command substitution, a join that is never reached, a
 * `--node-name` of another value, a value of the registered cluster handed to sed
 * @example
 * const script = extendInitScript(await readFile('init-node.sh', 'utf8'), {});
 */
export const extendInitScript = (existing: string, options: ExtendInitScriptOptions = {}): string => {
  if (existing.includes('\0')) throw invalid('the script holds a NUL byte', 'Give the text of a shell script.');
  const original = removeSection(existing.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n'));
  const script = withoutJoinFunctions(original);
  const join = findJoin(script);
  const section = renderSection({ kubeletPki: options.kubeletPki ?? 'note', root: options.root ?? '', indentation: /^[ \t]*/.exec(script.slice(join.sectionAt))?.[0] ?? '' });
  const prefix = join.statusIsUsed ? tryJoinFunction : joinFunction;
  return [
    script.slice(0, join.sectionAt),
    section,
    script.slice(join.sectionAt, join.commandAt),
    `${prefix} `,
    script.slice(join.commandAt, join.argumentsAt),
    join.hasNodeName ? '' : ` ${nodeNameArgument}`,
    script.slice(join.argumentsAt),
  ].join('');
};

/** Takes our section out again. */
const removeSection = (text: string): string => {
  const kept: string[] = [];
  let openedIn: number | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    if (beginMarker.test(line)) {
      if (openedIn !== undefined) throw invalid(`line ${index + 1}: a section of ack-hybrid begins inside the one of line ${openedIn}`, 'Remove what is left of the older section.');
      openedIn = index + 1;
    } else if (endMarker.test(line)) {
      if (openedIn === undefined) throw invalid(`line ${index + 1}: a section of ack-hybrid ends that never began`, 'Remove this line, and what is left of the section above it.');
      openedIn = undefined;
    } else if (openedIn === undefined) kept.push(line);
  }
  if (openedIn !== undefined) throw invalid(`line ${openedIn}: the section of ack-hybrid that begins here never ends`, 'Remove what is left of the section, up to the join.');
  return kept.join('\n');
};

// The functions exist only in our section, so no other text can mean them.
const withoutJoinFunctions = (text: string): string => text.replace(new RegExp(`\\b(?:${joinFunction}|${tryJoinFunction}) `, 'g'), '').replaceAll(` join ${nodeNameArgument}`, ' join');

const invalid = (message: string, remediation: string): InvalidInputError =>
  new InvalidInputError({ subject: 'init script', issues: [{ path: 'script', message }], remediation });
