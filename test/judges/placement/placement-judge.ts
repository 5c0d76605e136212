import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { NodeAffinity, NodeView } from '@ack-hybrid/calico-affinity';
import { cacheFolder } from '../../control-plane/build-binary.ts';

const module = fileURLToPath(new URL('module', import.meta.url));

/** Which of these nodes do a selector and an affinity select? */
export interface PlacementQuestion {
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly nodeAffinity?: NodeAffinity | undefined;
  readonly nodes: readonly Pick<NodeView, 'name' | 'labels'>[];
}

/** The names of the selected nodes, and what of the affinity could not be parsed. */
export interface PlacementAnswer {
  readonly selected: readonly string[];
  readonly problems: readonly string[];
}

/** Asks Kubernetes' own evaluator (k8s.io/component-helpers), one process for all questions. */
export const askKubernetes = async (questions: readonly PlacementQuestion[]): Promise<readonly PlacementAnswer[]> => {
  const output = await run(await buildJudge(), [], questions.map((question) => `${JSON.stringify(question)}\n`).join(''));
  const answers = output.trimEnd().split('\n').map((line) => JSON.parse(line) as PlacementAnswer);
  if (answers.length !== questions.length) throw new Error(`${questions.length} questions were asked, and ${answers.length} answered.`);
  return answers;
};

const buildJudge = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(module, file)));
  const folder = join(cacheFolder(), 'bin', `placement-judge-${hash.digest('hex').slice(0, 12)}`);
  const path = join(folder, 'placement-judge');
  if (existsSync(path)) return path;
  await mkdir(folder, { recursive: true });
  // Built beside its place and moved there whole: a build that was killed leaves nothing that looks like a program.
  const workshop = await mkdtemp(join(folder, 'build-'));
  try {
    await run('go', ['build', '-trimpath', '-buildvcs=false', '-o', join(workshop, 'judge'), '.']);
    await rename(join(workshop, 'judge'), path);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
  return path;
};

const run = async (command: string, parameters: readonly string[], input = ''): Promise<string> => {
  const child = spawn(command, parameters, { cwd: module, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' }, stdio: 'pipe' });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) =>
      reject(cause.code === 'ENOENT' ? new Error("Kubernetes' evaluator of node affinity is a Go program that can't be built, as there is no Go here. Install Go 1.26 or newer (https://go.dev/doc/install).", { cause }) : cause),
    );
    child.once('close', resolve);
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [output, problems, ended] = await Promise.all([text(child.stdout), text(child.stderr), code]);
  if (ended !== 0) throw new Error(`${command} ended with ${ended}: ${problems}`);
  return output;
};
