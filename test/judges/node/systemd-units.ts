import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A service as systemd's own service manager loads it. */
export interface LoadedService {
  /** `loaded`, `not-found`, `masked`, `bad-setting` … */
  readonly state: string;
  /** Assignments of `Environment=`. */
  readonly environment: readonly string[];
  /** Paths of `EnvironmentFile=`, with the leading `-` of those that may be missing. */
  readonly environmentFiles: readonly string[];
  /** The words of the last `ExecStart=`, before any variable is replaced. */
  readonly command: readonly string[];
  /** What the manager says about the files. */
  readonly complaints: string;
}

const managers = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'];

/** Where a node's units are, in systemd's order of preference. */
export const unitFolders = ['etc', 'run', 'usr/local/lib', 'usr/lib', 'lib'].map((folder) => `${folder}/systemd/system`);

/** One service; see {@link loadServices}. */
export const loadService = (name: string, root: string): LoadedService => {
  const service = loadServices([name], root).get(name);
  if (service === undefined) throw new Error(`systemd --test says nothing of ${name}`);
  return service;
};

/**
 * Has `systemd --test` load services from a scratch root: the manager reads units and drop-ins, prints what it understood,
 * and starts nothing. It refuses to do so as root, so root becomes nobody first: the scratch root must be readable for everyone.
 *
 * @throws an Error that says what to install where there is no systemd
 */
export const loadServices = (names: readonly string[], root: string): ReadonlyMap<string, LoadedService> => {
  const manager = managers.find((path) => existsSync(path));
  if (manager === undefined) throw new Error(`no systemd at ${managers.join(' or ')}: install the package systemd (apt-get install systemd)`);
  const scratch = mkdtempSync(join(tmpdir(), 'systemd-test-'));
  chmodSync(scratch, 0o777);
  const targets = join(scratch, 'targets');
  mkdirSync(targets);
  // A target that wants the services keeps them in the dump, however they were loaded; services depend on basic.target by default.
  writeFileSync(join(targets, 'judge.target'), `[Unit]\nDefaultDependencies=no\n${names.map((name) => `Wants=${name}\n`).join('')}`);
  for (const target of ['basic.target', 'shutdown.target']) writeFileSync(join(targets, target), '[Unit]\nDefaultDependencies=no\n');

  const drop = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  const [command = '', ...words] = [...drop, manager, '--user', '--test', '--unit=judge.target', '--no-pager', '--log-target=console', '--log-level=warning'];
  const { stdout, stderr, error } = spawnSync(command, words, {
    encoding: 'utf8',
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: scratch, XDG_RUNTIME_DIR: scratch, SYSTEMD_UNIT_PATH: [...unitFolders.map((folder) => `${root}/${folder}`), targets].join(':') },
  });
  rmSync(scratch, { recursive: true, force: true });
  if (error !== undefined) throw new Error(`systemd --test can't be run`, { cause: error });
  const services = new Map<string, LoadedService>();
  for (const name of names) {
    const dump = sectionOf(stdout, name);
    if (dump === undefined) throw new Error(`systemd --test says nothing of ${name}: ${stderr || stdout.slice(0, 500)}`);
    services.set(name, readDump(dump, stderr));
  }
  return services;
};

const readDump = (dump: string, complaints: string): LoadedService => {
  const values = (key: string): readonly string[] => dump.split('\n').filter((line) => line.startsWith(`\t\t${key}: `)).map((line) => line.slice(key.length + 4));
  const commands = /\n\t\t-> ExecStart:\n((?:\t\t\t.*\n)*)/.exec(dump)?.[1] ?? '';
  const last = [...commands.matchAll(/^\t\t\tCommand Line: (.*)$/gm)].at(-1)?.[1] ?? '';
  return { state: values('Unit Load State')[0] ?? '', environment: values('Environment'), environmentFiles: values('EnvironmentFile'), command: unquote(last), complaints };
};

const sectionOf = (dump: string, name: string): string | undefined => {
  const start = dump.indexOf(`\t-> Unit ${name}:\n`);
  if (start < 0) return undefined;
  const end = dump.indexOf('\n\t-> Unit ', start + 1);
  return dump.slice(start, end < 0 ? undefined : end + 1);
};

/** Words as systemd prints them: in double quotes with backslashes where a shell would need them. */
const unquote = (line: string): readonly string[] =>
  [...line.matchAll(/"((?:\\[^]|[^"\\])*)"|([^ ]+)/g)].map(([, quoted, plain]) => plain ?? (quoted ?? '').replace(/\\(.)/g, (_match, character: string) => ({ t: '\t', n: '\n' })[character] ?? character));
