import type { SystemdParser } from './systemd-parser.ts';
import type { LoadedService } from './systemd-units.ts';

/**
 * The command line that systemd would start for a service that it has loaded, or undefined where it would start nothing.
 * Variables of files come after those of `Environment=`, in the order of the files (exec_context_load_environment and
 * exec_child, src/core/execute.c); each of the steps is systemd's own code.
 */
export const startedBySystemd = async (systemd: SystemdParser, service: LoadedService, read: (path: string) => string | Buffer | undefined): Promise<readonly string[] | undefined> => {
  if (service.state !== 'loaded') return undefined;
  const variables = new Map<string, string>();
  const assign = (assignments: readonly string[]): void => {
    for (const assignment of assignments) variables.set(assignment.slice(0, assignment.indexOf('=')), assignment);
  };
  assign(service.environment);
  for (const path of service.environmentFiles) {
    const text = read(path.replace(/^-/, ''));
    const answer = text === undefined ? undefined : await systemd.readEnvironmentFile(text);
    if (answer?.ok === true) assign(answer.texts);
    else if (!path.startsWith('-')) return undefined;
  }
  const expanded = await systemd.expandWords(service.command, [...variables.values()]);
  if (!expanded.ok) throw new Error(`systemd can't expand ${JSON.stringify(service.command)}`);
  return expanded.texts;
};
