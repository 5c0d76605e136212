import { parseEnvironmentFile, splitWords } from './environment-file.ts';
import { replaceSpecifiers, splitUnitWords } from './systemd-unit-words.ts';

/** The files that systemd looks at, as the scratch root has them. */
export interface UnitFiles {
  /** The text of a file by its absolute path on the node, `undefined` where there is none. */
  read(path: string): string | undefined;
  /** The names in a folder, empty where there is none. */
  list(path: string): readonly string[];
}

/** In the order in which systemd prefers them. */
const unitFolders = ['/etc/systemd/system', '/run/systemd/system', '/usr/local/lib/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];

interface ServiceSettings {
  readonly unit: string;
  environment: Record<string, string>;
  environmentFiles: string[];
  execStart: string[];
  type: string;
  /** Whether a setting keeps systemd from starting the service. */
  broken: boolean;
}

/**
 * The command line of a service, as systemd would start it after `daemon-reload`: the unit and its drop-ins
 * (`<unit>.d/*.conf` before `service.d/*.conf` of the same name, by name; a file of the same name in `/etc` hides the one in
 * `/usr/lib`), an empty `ExecStart=` that clears what came before, and `EnvironmentFile=`, whose variables beat those of
 * `Environment=` wherever it stands. `undefined` where systemd would start nothing: no such unit, an empty (masked) one, no
 * command or two of them, an environment file that is required and missing.
 *
 * Held to `systemd --test` by `npm run test:judges`. Specifiers of the machine (`%H` …) are left as they are.
 */
export function commandLineOf(unit: string, files: UnitFiles): string[] | undefined {
  const unitFile = unitFolders.map((folder) => files.read(`${folder}/${unit}`)).find((text) => text !== undefined);
  if (unitFile === undefined || unitFile === '') return undefined;
  const dropIns = new Map<string, string>();
  for (const drop of [`${unit}.d`, `${unit.slice(unit.lastIndexOf('.') + 1)}.d`]) {
    for (const folder of unitFolders) {
      for (const name of files.list(`${folder}/${drop}`)) {
        if (name.endsWith('.conf') && !dropIns.has(name)) dropIns.set(name, `${folder}/${drop}/${name}`);
      }
    }
  }
  const settings: ServiceSettings = { unit, environment: {}, environmentFiles: [], execStart: [], type: 'simple', broken: false };
  readService(unitFile, settings);
  for (const name of [...dropIns.keys()].sort()) readService(files.read(dropIns.get(name) ?? '') ?? '', settings);

  const command = settings.execStart.at(-1);
  if (command === undefined || settings.broken || (settings.execStart.length > 1 && settings.type !== 'oneshot')) return undefined;
  const variables = { ...settings.environment };
  for (const path of settings.environmentFiles) {
    const text = files.read(path.replace(/^-/, ''));
    const assignments = text === undefined ? undefined : parseEnvironmentFile(text);
    // A file that is missing or refused keeps the service from starting at all, unless its path has the leading `-`.
    if (assignments === undefined && !path.startsWith('-')) return undefined;
    Object.assign(variables, assignments);
  }
  return readCommand(command, unit, variables);
}

/** `@`: the second word is the name that the program gets; `:`: no variable is replaced (systemd.service, command lines). */
function readCommand(command: string, unit: string, variables: Readonly<Record<string, string>>): string[] {
  const prefix = /^[-@:+!|]*/.exec(command)?.[0] ?? '';
  const words = splitUnitWords(command.slice(prefix.length), 'keep').words.map((word) => replaceSpecifiers(word, unit));
  const own = prefix.includes('@') ? words.slice(1) : words;
  return prefix.includes(':') ? own : own.flatMap((word) => expandWord(word, variables));
}

/** As replace_env_argv does (src/basic/env-util.c): `$NAME` is a word of its own that is split, `${NAME}` stands anywhere. */
function expandWord(word: string, variables: Readonly<Record<string, string>>): string[] {
  if (/^\$(?![{$])/.test(word)) return splitWords(variables[word.slice(1)] ?? '');
  return [word.replace(/\$\$|\$\{([^}:]*)\}/g, (match, name: string | undefined) => (match === '$$' ? '$' : (variables[name ?? ''] ?? '')))];
}

/** The lines of a unit file: comments go, also between the parts of a continued line (config_parse, src/shared/conf-parser.c). */
function joinLines(text: string): string[] {
  const lines: string[] = [];
  let open: string | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.replace(/^[ \t\r]+/, '');
    if (line.startsWith('#') || line.startsWith(';')) continue;
    const whole: string = (open ?? '') + line;
    open = /(^|[^\\])(\\\\)*\\$/.test(whole) ? `${whole.slice(0, -1)} ` : undefined;
    if (open === undefined) lines.push(whole.trim());
  }
  if (open !== undefined) lines.push(open.trim());
  return lines;
}

function readService(text: string, settings: ServiceSettings): void {
  let section = '';
  for (const line of joinLines(text)) {
    const header = /^\[(.+)\]$/.exec(line);
    if (header?.[1] !== undefined) {
      section = header[1];
      continue;
    }
    const split = line.indexOf('=');
    if (section !== 'Service' || split < 0) continue;
    readSetting(line.slice(0, split).trim(), line.slice(split + 1).trim(), settings);
  }
}

function readSetting(key: string, value: string, settings: ServiceSettings): void {
  switch (key) {
    case 'Type':
      settings.type = value;
      break;
    case 'Environment':
      if (value === '') settings.environment = {};
      for (const raw of splitUnitWords(value, 'refuse').words) {
        const [, name, content] = /^([A-Za-z_][A-Za-z0-9_]*)=([^]*)$/.exec(replaceSpecifiers(raw, settings.unit)) ?? [];
        if (name !== undefined && content !== undefined) settings.environment[name] = content;
      }
      break;
    case 'EnvironmentFile': {
      const path = replaceSpecifiers(value.replace(/^-/, ''), settings.unit);
      if (value === '') settings.environmentFiles = [];
      else if (path.startsWith('/')) settings.environmentFiles.push(`${value.startsWith('-') ? '-' : ''}${path}`);
      break;
    }
    case 'ExecStart':
      if (value === '') settings.execStart = [];
      else if (splitUnitWords(value, 'keep').complete) settings.execStart.push(value);
      else settings.broken = true;
      break;
  }
}
