import { parseEnvironmentFile, splitWords } from './environment-file.ts';

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
  environment: Record<string, string>;
  environmentFiles: string[];
  execStart: string[];
}

/**
 * The command line of a service, as systemd would start it after `daemon-reload`: the unit and its drop-ins
 * (`<unit>.d/*.conf`, by name; a file of the same name in `/etc` hides the one in `/usr/lib`), an empty `ExecStart=` that
 * clears what came before, and `EnvironmentFile=`, whose variables beat those of `Environment=` wherever it stands.
 * `undefined` where there is no such unit or no `ExecStart=`.
 */
export function commandLineOf(unit: string, files: UnitFiles): string[] | undefined {
  const unitFile = unitFolders.map((folder) => files.read(`${folder}/${unit}`)).find((text) => text !== undefined);
  if (unitFile === undefined) return undefined;
  const dropIns = new Map<string, string>();
  for (const folder of unitFolders) {
    for (const name of files.list(`${folder}/${unit}.d`)) {
      if (name.endsWith('.conf') && !dropIns.has(name)) dropIns.set(name, `${folder}/${unit}.d/${name}`);
    }
  }
  const settings: ServiceSettings = { environment: {}, environmentFiles: [], execStart: [] };
  readService(unitFile, settings);
  for (const name of [...dropIns.keys()].sort()) readService(files.read(dropIns.get(name) ?? '') ?? '', settings);

  const command = settings.execStart.at(-1);
  if (command === undefined) return undefined;
  const variables = { ...settings.environment };
  for (const path of settings.environmentFiles) {
    const text = files.read(path.replace(/^-/, ''));
    const assignments = text === undefined ? undefined : parseEnvironmentFile(text);
    // A file that is missing or refused keeps the service from starting at all, unless its path has the leading `-`.
    if (assignments === undefined && !path.startsWith('-')) return undefined;
    Object.assign(variables, assignments);
  }
  return splitWords(command).flatMap((word) => expandWord(word, variables));
}

function expandWord(word: string, variables: Readonly<Record<string, string>>): string[] {
  const whole = /^\$([A-Za-z_][A-Za-z0-9_]*)$/.exec(word);
  if (whole?.[1] !== undefined) return splitWords(variables[whole[1]] ?? '');
  return [word.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_match, name: string) => variables[name] ?? '').replaceAll('$$', '$')];
}

function readService(text: string, settings: ServiceSettings): void {
  let section = '';
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#') || trimmed.startsWith(';')) continue;
    const header = /^\[(.+)\]$/.exec(trimmed);
    if (header?.[1] !== undefined) {
      section = header[1];
      continue;
    }
    const split = trimmed.indexOf('=');
    if (section !== 'Service' || split < 0) continue;
    const key = trimmed.slice(0, split).trim();
    const value = trimmed.slice(split + 1).trim();
    if (key === 'Environment') {
      if (value === '') settings.environment = {};
      for (const word of splitWords(value)) {
        const equals = word.indexOf('=');
        if (equals > 0) settings.environment[word.slice(0, equals)] = word.slice(equals + 1);
      }
    } else if (key === 'EnvironmentFile') {
      if (value === '') settings.environmentFiles = [];
      else settings.environmentFiles.push(value);
    } else if (key === 'ExecStart') {
      if (value === '') settings.execStart = [];
      else settings.execStart.push(value.replace(/^[@\-:+!|]+/, ''));
    }
  }
}
