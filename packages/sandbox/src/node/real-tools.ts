import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';
import { harmlessDevices } from './rewrite-paths.ts';
import { SandboxError } from '../sandbox-error.ts';

/** Tools that take no path, or run other commands by PATH: linked as they are. */
export const plainTools = 'bash sh env id uname sleep seq tr dirname basename true false expr printf echo yes nohup timeout xargs test which tty nice getopt'.split(' ');

/** Tools whose every absolute argument is a path. */
export const fileTools = 'cat cp mv rm rmdir mkdir mktemp tee chmod ln link unlink readlink realpath stat touch sort head tail sha256sum sha1sum md5sum base64 cmp diff find wc ls du tac uniq comm paste split truncate dd tar gzip gunzip zcat shred tree file nl od hexdump xxd install flock'.split(' ');

/** Tools whose arguments may be patterns as well: an absolute one is a path where it names a known folder or an existing file. */
export const textTools = 'grep egrep fgrep sed awk gawk cut envsubst column rev fold'.split(' ');

const searchPath = [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** Where this machine has the tool. On macOS the GNU variant (`gsed`) is preferred, as a node has GNU tools. */
export function findTool(name: string): string | undefined {
  const names = process.platform === 'darwin' ? [`g${name}`, name] : [name];
  for (const candidate of names) {
    for (const folder of searchPath) {
      if (!folder.startsWith('/')) continue;
      const path = join(folder, candidate);
      try {
        accessSync(path, constants.X_OK);
        if (statSync(path).isFile()) return path;
      } catch {
        // Not here.
      }
    }
  }
  return undefined;
}

/**
 * Bash, which runs the scripts and the stubs.
 *
 * @throws SandboxError `MissingTool` where the machine has none.
 */
export function findBash(): string {
  const path = ['/bin/bash', '/usr/bin/bash'].find((candidate) => isExecutable(candidate)) ?? findTool('bash');
  if (path === undefined) throw new SandboxError('MissingTool', 'The sandbox runs node scripts under bash, and no bash is on PATH: install it (`apt-get install bash`, `brew install bash`).');
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The text of a wrapper around a real tool that sends absolute arguments below the root, where the script made them up at run
 * time (a variable, a glob, the output of a command) and no rewriting could see them.
 */
export function guardScript(options: { readonly bash: string; readonly tool: string; readonly root: string; readonly folders: readonly string[]; readonly patterns: boolean }): string {
  const { bash, tool, root, folders, patterns } = options;
  const devices = harmlessDevices.map((name) => `/dev/${name}|/dev/${name}/*`).join('|');
  const known = folders.map((name) => `/${name}|/${name}/*`).join('|');
  const anyPath = patterns ? `    ${known}) REPLY="$r$1" ;;\n    /?*) if [ -e "$1" ]; then REPLY="$r$1"; fi ;;` : '    /*) REPLY="$r$1" ;;';
  return `#!${bash}
r='${root}'
below() {
  REPLY="$1"
  case "$1" in
    "$r"|"$r"/*|${devices}) ;;
${anyPath}
  esac
}
arguments=()
for argument in "$@"; do
  case "$argument" in
    ${patterns ? '--*=/*' : '[A-Za-z-]*=/*'}) below "\${argument#*=}"; argument="\${argument%%=*}=$REPLY" ;;
    *) below "$argument"; argument="$REPLY" ;;
  esac
  arguments+=("$argument")
done
exec '${tool}' "\${arguments[@]}"
`;
}
