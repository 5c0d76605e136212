import { parseArgs } from 'node:util';
import { InvalidInputError } from '@ack-hybrid/core';

/** What the command line of the main job says. */
export interface MainArguments {
  readonly spec: string;
  readonly mode: 'plan' | 'apply' | 'undo';
  /** `start`: a sandbox of its own; a URL: the control address of a running one; absent: the real cloud. */
  readonly sandbox?: 'start' | URL;
  readonly json?: string;
  readonly help: boolean;
}

export const usage = `Usage: npm run seven-steps -- [flags]

Without --apply or --undo: prints what each step would do, and writes nothing.

  --spec FILE        the hybrid cluster, YAML or JSON (default examples/specs/datacenter.yaml)
  --apply            apply, verify, and run again to prove that nothing is left to change
  --undo             take back what the steps made, last step first
  --sandbox [URL]    on a sandbox: one that is started for this run, or the running one at this control address
  --json FILE        write the report there; docs/report.md describes it
  --help             this text

Without --sandbox it speaks to Alibaba Cloud with the credentials of the vendor's default chain (for example
ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET) and to the cluster of your kubeconfig (KUBECONFIG).
Exit codes: 0 done, 1 it did not hold or an input is wrong, 130 interrupted.`;

/**
 * Reads the command line.
 *
 * @throws {InvalidInputError} for what it doesn't know
 */
export const readArguments = (words: readonly string[]): MainArguments => {
  const { sandbox, rest } = takeSandbox(words);
  let values;
  try {
    values = parseArgs({
      args: rest,
      options: { spec: { type: 'string' }, apply: { type: 'boolean' }, undo: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (cause) {
    throw wrong(cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause));
  }
  if (values.apply === true && values.undo === true) throw wrong('--apply and --undo exclude one another');
  return {
    spec: values.spec ?? 'examples/specs/datacenter.yaml',
    mode: values.undo === true ? 'undo' : values.apply === true ? 'apply' : 'plan',
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(values.json === undefined ? {} : { json: values.json }),
    help: values.help ?? false,
  };
};

// parseArgs knows no option whose value may be left out.
const takeSandbox = (words: readonly string[]): { sandbox: 'start' | URL | undefined; rest: string[] } => {
  const index = words.findIndex((word) => word === '--sandbox' || word.startsWith('--sandbox='));
  if (index === -1) return { sandbox: undefined, rest: [...words] };
  const word = words[index] ?? '';
  const following = words[index + 1];
  const attached = word.startsWith('--sandbox=') ? word.slice('--sandbox='.length) : undefined;
  const text = attached ?? (following !== undefined && !following.startsWith('--') ? following : undefined);
  const rest = words.filter((_, position) => position !== index && !(position === index + 1 && attached === undefined && text !== undefined));
  if (text === undefined) return { sandbox: 'start', rest };
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) throw wrong(`--sandbox takes the control URL of a running sandbox, not "${text}"`);
  return { sandbox: new URL(text), rest };
};

const wrong = (message: string): InvalidInputError => new InvalidInputError({ issues: [{ path: '', message }], remediation: 'See --help.' });
