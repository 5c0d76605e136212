import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { fileTools, findBash, findTool, guardScript, plainTools, textTools } from './real-tools.ts';
import { removeRoot, rewritePaths, topLevelFolders } from './rewrite-paths.ts';
import { runProcess } from './run-process.ts';
import { startStubServer, type StubAnswer, type StubCall } from './stub-server.ts';
import type { NodeFiles } from './kubeadm.ts';

/** A stub command: gets the words after its name. Paths in `words` and in the answer are those of the node. */
export type StubCommand = (words: readonly string[], cwd: string) => StubAnswer | Promise<StubAnswer>;

export interface ScratchRootOptions {
  /** The files of the small operating system, by absolute path of the node. A text that ends in nothing is an empty file. */
  readonly files: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
  /** Commands that are there from the start; more come with `addCommand`. */
  readonly commands: Readonly<Record<string, StubCommand>>;
}

export interface ScriptOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The words after the script's name. */
  readonly words?: readonly string[];
  /** Milliseconds of wall time; 30,000 by default. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface ScriptResult {
  readonly exitCode: number;
  /** Standard output and error as they came. */
  readonly log: string;
  readonly stdout: string;
  readonly ended: 'exited' | 'timed-out' | 'aborted';
}

/** A folder that stands for the root of a node, and what ran in it. */
export interface ScratchRoot {
  /** The folder on this machine. */
  readonly path: string;
  /** The node's files; paths inside the texts are the node's own, too. */
  readonly files: NodeFiles;
  addCommand(name: string, command: StubCommand): void;
  removeCommand(name: string): void;
  /** Runs a script's text under bash, as root's `bash script` on the node. Never rejects for what the script does. */
  run(script: string, options?: ScriptOptions): Promise<ScriptResult>;
  /** Every call of a stub so far, as `name<TAB>arguments`. */
  journal(): readonly string[];
  /** Ends the stub server and deletes the folder. */
  remove(): Promise<void>;
}

const commandFolder = '/usr/bin';
const searchPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Sets its variables or drops its options, and runs what follows. */
const sudoScript = (bash: string): string => `#!${bash}
while [ $# -gt 0 ]; do
  case "$1" in
    -u|-g|-h|-p|-C|-U) shift 2 ;;
    --) shift; break ;;
    -*) shift ;;
    *=*) export "$1"; shift ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || exit 0
exec "$@"
`;

/**
 * Makes a scratch root in the temp folder.
 *
 * It keeps an ordinary script away from the machine: absolute paths are rewritten before the run, PATH holds stubs and plain
 * text and file tools only, and those tools send absolute arguments below the root again. It is no jail: a script that means
 * to get out can (`cd ../..`, a path put together for a redirection, `kill`).
 *
 * @throws SandboxError `MissingTool` without bash.
 */
export async function createScratchRoot(options: ScratchRootOptions): Promise<ScratchRoot> {
  const bash = findBash();
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'ack-sandbox-')));
  const root = join(base, 'root');
  const topLevel = topLevelFolders();
  const real = (path: string): string => join(root, normalize(`/${path}`));
  const rewrite = (text: string): string => rewritePaths(text, root, topLevel);
  const restore = (text: string): string => removeRoot(text, root);
  const commands = new Map<string, StubCommand>();
  const journal: string[] = [];

  const server = await startStubServer(bash, async (call: StubCall) => {
    const command = commands.get(call.name);
    if (command === undefined) return { exitCode: 127, stderr: `bash: ${call.name}: command not found\n` };
    const words = call.words.map(restore);
    journal.push(`${call.name}\t${words.join(' ')}`);
    const answer = await command(words, restore(call.cwd) || '/');
    // What a command prints often ends in a file that the script edits: its paths must look like those of the script.
    return { ...answer, stdout: rewrite(answer.stdout ?? '') };
  });

  const writeExecutable = (name: string, text: string): void => {
    writeFileSync(join(root, commandFolder, name), text);
    chmodSync(join(root, commandFolder, name), 0o755);
  };
  const files: NodeFiles = {
    read(path) {
      try {
        // A link that the script made must not lead the sandbox itself out of the root.
        const target = realpathSync(real(path));
        return target.startsWith(`${root}/`) ? restore(readFileSync(target, 'utf8')) : undefined;
      } catch {
        return undefined;
      }
    },
    list(path) {
      try {
        return readdirSync(real(path)).sort();
      } catch {
        return [];
      }
    },
    write(path, text) {
      mkdirSync(dirname(real(path)), { recursive: true });
      writeFileSync(real(path), rewrite(text));
    },
    remove(path) {
      rmSync(real(path), { force: true, recursive: true });
    },
  };
  const scratch: ScratchRoot = {
    path: root,
    files,
    addCommand(name, command) {
      commands.set(name, command);
      writeExecutable(name, server.scriptFor(name));
    },
    removeCommand(name) {
      commands.delete(name);
      rmSync(join(root, commandFolder, name), { force: true });
    },
    async run(script, run = {}) {
      const scriptPath = join(base, 'script.sh');
      writeFileSync(scriptPath, rewrite(script));
      const env = { HOME: real('/root'), USER: 'root', LOGNAME: 'root', SHELL: bash, LANG: 'C', LC_ALL: 'C', TMPDIR: real('/tmp'), PATH: searchPath.map(real).join(':'), ...run.env };
      const words = (run.words ?? []).map(rewrite);
      const result = await runProcess(bash, [scriptPath, ...words], { cwd: real('/root'), env, timeoutMs: run.timeoutMs ?? 30_000, ...(run.signal === undefined ? {} : { signal: run.signal }) });
      const clean = (text: string): string => restore(text).replaceAll(`${scriptPath}: line`, 'script: line').replaceAll(base, '');
      return { exitCode: result.exitCode, log: clean(result.output), stdout: clean(result.stdout), ended: result.ended };
    },
    journal: () => journal,
    async remove() {
      await server.close();
      rmSync(base, { recursive: true, force: true });
    },
  };

  try {
    for (const folder of [...options.folders, '/root', '/tmp', ...searchPath.filter((path) => path.startsWith('/usr'))]) mkdirSync(real(folder), { recursive: true });
    // One folder holds every command, wherever a script looks for it.
    for (const [link, target] of [['bin', 'usr/bin'], ['sbin', 'usr/sbin']] as const) if (!existsSync(join(root, link))) symlinkSync(target, join(root, link));
    for (const name of plainTools) linkTool(name);
    for (const name of [...fileTools, ...textTools]) {
      const tool = findTool(name);
      if (tool !== undefined) writeExecutable(name, guardScript({ bash, tool, root, folders: topLevel, patterns: textTools.includes(name) }));
    }
    writeExecutable('sudo', sudoScript(bash));
    for (const [path, text] of Object.entries(options.files)) files.write(path, text);
    for (const [name, command] of Object.entries(options.commands)) scratch.addCommand(name, command);
  } catch (error) {
    await scratch.remove();
    throw error;
  }
  return scratch;

  function linkTool(name: string): void {
    const tool = name === 'bash' || name === 'sh' ? bash : findTool(name);
    if (tool !== undefined && !existsSync(join(root, commandFolder, name))) symlinkSync(tool, join(root, commandFolder, name));
  }
}
