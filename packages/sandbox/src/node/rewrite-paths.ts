import { readdirSync } from 'node:fs';

/** Devices that a script may use as they are; none of them holds anything of the machine. */
export const harmlessDevices = ['null', 'zero', 'full', 'random', 'urandom', 'tty', 'stdin', 'stdout', 'stderr', 'fd'] as const;

const standardFolders = 'bin boot dev etc home lib lib32 lib64 libx32 media mnt opt private proc root run sbin snap srv sys tmp usr var Applications Library System Users Volumes'.split(' ');

/** The names below `/` that mean a real path: those of any Linux or macOS, and those that this machine has beside. */
export function topLevelFolders(): readonly string[] {
  return [...new Set([...standardFolders, ...readdirSync('/')])];
}

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const harmless = `dev/(?:${harmlessDevices.join('|')})(?![\\w.-])`;

/**
 * Rewrites the absolute paths of a shell script so that they lie below `root`. The first line stays where it is a `#!`.
 *
 * A path counts where it starts a word, follows one of `= : , ; ( < > | & { [ # % @ ! + -`, a quote or a backquote, or is glued to a
 * one-letter option; a path in a URL does not. `$NAME/etc` becomes `${NAME:-root}/etc`, so that an empty variable leads
 * below the root, too. {@link removeRoot} takes the rewriting back.
 */
export function rewritePaths(text: string, root: string, folders: readonly string[] = topLevelFolders()): string {
  const lineEnd = text.indexOf('\n');
  const shebang = text.startsWith('#!') ? text.slice(0, lineEnd < 0 ? text.length : lineEnd + 1) : '';
  const names = [...folders].sort((left, right) => right.length - left.length).map(escapeForPattern).join('|');
  const path = `/(?!${harmless})(?:${names})(?![\\w.-])`;
  const absolute = new RegExp(`(?<=^|[\\s"'\`=:,;(){<>|&\\[#%@!+-]|\\s-[A-Za-z])(?=${path})`, 'gm');
  const afterVariable = new RegExp(`\\$(?:\\{([A-Za-z_]\\w*)\\}|([A-Za-z_]\\w*))(?=${path})`, 'g');
  const rooted = escapeForPattern(root);
  const redirected = new RegExp(`(>>?\\|?[ \\t]*["']?)(?=/)(?!${rooted})(?!/${harmless})`, 'g');
  return (
    shebang +
    text
      .slice(shebang.length)
      .replace(absolute, root)
      .replace(afterVariable, (_match, braced: string | undefined, bare: string | undefined) => `\${${braced ?? bare ?? ''}:-${root}}`)
      .replace(redirected, (match) => match + root)
      .replace(/(\bcd[ \t]+|(?<=\s)(?=\/\*))(\/)(?=[\s;&|)]|\*|$)/gm, (_match, before: string) => `${before}${root}/`)
  );
}

/** Takes {@link rewritePaths} back: the text as it would stand on the node. */
export function removeRoot(text: string, root: string): string {
  return text.replaceAll(`:-${root}}`, '}').replaceAll(root, '');
}
