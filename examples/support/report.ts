import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError, type ApiCall, type RunReport } from '@ack-hybrid/core';

/** A node in the report. */
export interface ReportedNode {
  readonly name: string;
  readonly providerID: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The names of the DaemonSets that have a pod on it. */
  readonly pods: readonly string[];
}

/** What `--json FILE` holds; docs/report.md describes it. */
export interface MainReport {
  readonly ok: boolean;
  readonly steps: readonly {
    readonly name: string;
    readonly status: string;
    readonly changes: number;
    readonly checks: readonly { readonly name: string; readonly status: string }[];
    readonly ms: number;
  }[];
  readonly nodes: readonly ReportedNode[];
  readonly secondRun: { readonly writes: number; readonly reads: number };
  readonly apiCalls: number;
}

/** Counts the calls of every client that is given `count`. */
export class CallCounter {
  #reads = 0;
  #writes = 0;

  readonly count = (call: ApiCall): void => {
    if (call.kind === 'read') this.#reads += 1;
    else this.#writes += 1;
  };

  /** The calls since the counter was made, or since an earlier figure of it. */
  since(earlier: { readonly reads: number; readonly writes: number } = { reads: 0, writes: 0 }): { reads: number; writes: number } {
    return { reads: this.#reads - earlier.reads, writes: this.#writes - earlier.writes };
  }
}

/** Puts a run into the form of the report; steps that were not reached are left out. */
export const toReport = (run: RunReport, nodes: readonly ReportedNode[], secondRun: MainReport['secondRun'], calls: CallCounter): MainReport => {
  const { reads, writes } = calls.since();
  return {
    ok: run.ok && secondRun.writes === 0,
    steps: run.steps
      .filter((step) => step.status !== 'not-run')
      .map((step) => ({
        name: step.name,
        status: step.status,
        changes: step.changes.length,
        checks: step.checks.map((check) => ({ name: check.name, status: check.status })),
        ms: step.ms,
      })),
    nodes,
    secondRun,
    apiCalls: reads + writes,
  };
};

/** Writes the report as JSON with two blanks of indentation. */
export const writeReport = (path: string, report: MainReport): Promise<void> => writeFile(path, `${JSON.stringify(report, null, 2)}\n`);

/**
 * Looks whether a report can be written there, before a run that would end without one.
 *
 * @throws {InvalidInputError} where the folder isn't there or can't be written to
 */
export const requireFolder = async (path: string): Promise<void> => {
  try {
    await access(dirname(path), constants.W_OK);
  } catch {
    throw new InvalidInputError({ issues: [{ path: '--json', message: `${path}: its folder is not there or can't be written to` }], remediation: 'Name a file in a folder that exists.' });
  }
};
