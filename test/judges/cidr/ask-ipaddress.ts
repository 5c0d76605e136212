import { fileURLToPath } from 'node:url';
import { runTool } from '../node/run-tool.ts';

/** A question to Python's ipaddress module; ipaddress_oracle.py has the fields of each. */
export interface OracleCase {
  readonly op: string;
  readonly [field: string]: unknown;
}

const script = fileURLToPath(new URL('ipaddress_oracle.py', import.meta.url));

/** The answers of Python's ipaddress module, in the order of the questions. One process answers them all. */
export const askIpaddress = (cases: readonly OracleCase[]): readonly unknown[] => {
  const { status, stdout, stderr } = runTool('python3', [script], { input: JSON.stringify(cases), debian: 'python3' });
  if (status !== 0) throw new Error(`the oracle ended with ${status}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout) as unknown[];
};
