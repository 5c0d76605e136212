import { spawnSync } from 'node:child_process';
import { renderExitCodes } from '../../../packages/init-script-builder/src/plan/exit-codes.ts';
import { environmentFilePart } from '../../../packages/init-script-builder/src/plan/section/environment-file.ts';
import { kubeletPart } from '../../../packages/init-script-builder/src/plan/section/kubelet.ts';
import { unitPart } from '../../../packages/init-script-builder/src/plan/section/unit.ts';
import { validationPart } from '../../../packages/init-script-builder/src/plan/section/validation.ts';

/** What the section makes of an environment file. */
export type SectionReading =
  | { readonly found: boolean; readonly value: string; readonly words: readonly string[]; readonly updated: string }
  /** The exit code with which it stops. */
  | { readonly stopped: number };

const functions = renderExitCodes([validationPart, environmentFilePart, unitPart, kubeletPart.replace(/^main <\/dev\/null$/m, '')].join('\n'));

// Every text in a subshell of its own, so that one that stops the section doesn't stop the others.
const driver = `LC_ALL=C
export LC_ALL
set -f
IFS=$' \\t\\n'
${functions}
file=FILE unit_environment='' labels=(alibabacloud.com/external=true) taints=(a=b:NoSchedule) node_name=n provider_id=cn-x.i-1
while IFS= read -r -d '' text; do
  (
    parse_environment_file
    split_words "$value"
    found_before=$found value_before=$value words_before=("\${words[@]}")
    update_environment_file
    printf '%s\\0' ok "$found_before" "$value_before" "\${#words_before[@]}" "\${words_before[@]}" "$updated"
  )
  status=$?
  if ((status)); then printf 'stopped\\0%s\\0' "$status"; fi
done
`;

/** The words that the driver's values make of the section's own flags. */
export const ownWords = ['--node-labels=alibabacloud.com/external=true', '--register-with-taints=a=b:NoSchedule', '--hostname-override=n', '--provider-id=cn-x.i-1'];

/**
 * Runs the section's functions under bash on many texts: what they read, and the file that they would write.
 *
 * @param texts without NUL
 */
export const readBySection = (texts: readonly (string | Buffer)[]): readonly SectionReading[] => {
  const input = Buffer.concat(texts.flatMap((text) => [Buffer.from(text), Buffer.from([0])]));
  const { stdout, stderr, status } = spawnSync('bash', ['-p', '-c', driver], { input, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 });
  if (status !== 0) throw new Error(`bash ended with ${String(status)}: ${stderr.toString()}`);
  const fields = stdout.toString('utf8').split('\0');
  const next = (): string => fields.shift() ?? '';
  return texts.map((text) => {
    const kind = next();
    if (kind === 'stopped') return { stopped: Number(next()) };
    if (kind !== 'ok') throw new Error(`no answer for ${JSON.stringify(text.toString())}: ${stderr.toString()}`);
    const found = next() === '1';
    const value = next();
    const words = Array.from({ length: Number(next()) }, next);
    return { found, value, words, updated: next() };
  });
};

/** What the section understands of the kubelet's unit and drop-ins. */
export interface SectionUnit {
  /** KUBELET_EXTRA_ARGS as `Environment=` sets it. */
  readonly environment: string;
  /** Whether that holds an escape or a specifier, which it doesn't read. */
  readonly odd: boolean;
  /** Paths of `EnvironmentFile=`. */
  readonly files: readonly string[];
  /** The environment file that it would write, or the exit code with which it stops. */
  readonly chosen: string | number;
}

const unitDriver = `LC_ALL=C
export LC_ALL
set -f
IFS=$' \\t\\n'
${functions}
for root in "$@"; do
  read_unit
  printf '%s\\0' "$unit_environment" "$unit_odd" "\${#unit_files[@]}" "\${unit_files[@]}"
  (
    choose_file 2>/dev/null
    printf 'file\\0%s\\0' "\${file#"$root"}"
  )
  status=$?
  if ((status)); then printf 'stopped\\0%s\\0' "$status"; fi
done
`;

/** Runs the section's functions that read units, for several scratch roots. */
export const readUnitsBySection = (roots: readonly string[]): readonly SectionUnit[] => {
  const { stdout, stderr, status } = spawnSync('bash', ['-p', '-c', unitDriver, 'bash', ...roots], { maxBuffer: 64 * 1024 * 1024, timeout: 120_000 });
  if (status !== 0) throw new Error(`bash ended with ${String(status)}: ${stderr.toString()}`);
  const fields = stdout.toString('utf8').split('\0');
  const next = (): string => fields.shift() ?? '';
  return roots.map(() => {
    const environment = next();
    const odd = next() === 'true';
    const files = Array.from({ length: Number(next()) }, next);
    return { environment, odd, files, chosen: next() === 'file' ? next() : Number(next()) };
  });
};

const checkDriver = `LC_ALL=C
export LC_ALL
set -f
IFS=$' \\t\\n'
${functions}
while IFS= read -r -d '' ALIBABA_CLOUD_LABELS && IFS= read -r -d '' ALIBABA_CLOUD_TAINTS; do
  (
    check_labels
    check_taints
  ) 2>/dev/null
  printf '%s\\0' "$?"
done
`;

/** Runs the section's checks of labels and taints: 0, or the exit code with which it stops. */
export const checkBySection = (values: readonly { readonly labels: string; readonly taints: string }[]): readonly number[] => {
  const input = values.map(({ labels, taints }) => `${labels}\0${taints}\0`).join('');
  const { stdout, stderr, status } = spawnSync('bash', ['-p', '-c', checkDriver], { input, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 });
  if (status !== 0) throw new Error(`bash ended with ${String(status)}: ${stderr.toString()}`);
  return stdout.toString('utf8').split('\0').slice(0, values.length).map(Number);
};
