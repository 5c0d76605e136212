import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a run of the main job left. */
export interface MainJobResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Everything it printed, on both streams. */
  readonly output: string;
  /** The report that `--json` wrote, where there is one. */
  readonly report: MainJobReport | undefined;
  /** The report's text as it stands in the file. */
  readonly reportText: string;
}

export interface MainJobReport {
  readonly ok: boolean;
  readonly steps: { name: string; status: string; changes: number; checks: { name: string; status: string }[]; ms: number }[];
  readonly nodes: { name: string; providerID: string; labels: Record<string, string>; pods: string[] }[];
  readonly secondRun: { writes: number; reads: number };
  readonly apiCalls: number;
}

/** How a run of the main job is made. */
export interface MainJobOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGKILL as soon as this is true; asked every 2 ms. */
  readonly killWhen?: () => boolean;
}

/** Runs examples/seven-steps.ts as a user would, and reads the report that it leaves. */
export const runMainJob = async (flags: readonly string[], options: MainJobOptions = {}): Promise<MainJobResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'ack-hybrid-main-'));
  const reportPath = join(folder, 'report.json');
  try {
    const result = await runScript('examples/seven-steps.ts', ['--json', reportPath, ...flags], options);
    const reportText = readIfThere(reportPath);
    return { ...result, report: reportText === '' ? undefined : (JSON.parse(reportText) as MainJobReport), reportText };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Runs a script from source in a process of its own, with a home folder that holds nothing and no credentials. */
export const runScript = async (path: string, flags: readonly string[], options: MainJobOptions = {}): Promise<Pick<MainJobResult, 'code' | 'signal' | 'output'>> => {
  const home = mkdtempSync(join(tmpdir(), 'ack-hybrid-home-'));
  try {
    const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@ack-hybrid/source', path, ...flags], {
      cwd: root,
      env: { PATH: process.env['PATH'], HOME: home, ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const { killWhen } = options;
    const timer = killWhen === undefined ? undefined : setInterval(() => killWhen() && child.kill('SIGKILL'), 2);
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (...end) => resolve(end));
    });
    clearInterval(timer);
    return { code, signal, output };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
};

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
