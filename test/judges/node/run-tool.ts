import { spawnSync } from 'node:child_process';

/** How a program of somebody else ended. */
export interface ToolRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program that must be on the machine.
 *
 * @throws an Error that names the Debian package where the program is missing
 */
export const runTool = (name: string, words: readonly string[], options: { readonly input?: string; readonly cwd?: string; readonly env?: NodeJS.ProcessEnv; readonly debian?: string } = {}): ToolRun => {
  const { status, stdout, stderr, error } = spawnSync(name, words, { encoding: 'utf8', timeout: 120_000, maxBuffer: 64 * 1024 * 1024, input: options.input, cwd: options.cwd, env: options.env ?? process.env });
  if (error !== undefined && 'code' in error && error.code === 'ENOENT') throw new Error(`${name} is missing: npm run test:judges needs it (apt-get install ${options.debian ?? name})`);
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
};
