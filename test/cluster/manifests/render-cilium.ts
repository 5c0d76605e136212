import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from '../../control-plane/build-binary.ts';
import { fetchModule, parseManifest, type ManifestObject } from './read-manifest.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('render-chart', import.meta.url));

const daemonSets = ['cilium-agent/daemonset.yaml', 'cilium-envoy/daemonset.yaml'] as const;

/**
 * Templates of Cilium's chart, the DaemonSets `cilium` and `cilium-envoy` without others named, rendered by Helm's own engine from the project's
 * chart with the chart's own values (`install/kubernetes/cilium`).
 */
export const renderCilium = async (kubernetesVersion: string, templates: readonly string[] = daemonSets): Promise<ManifestObject[]> => {
  const chart = join(await fetchModule('cilium'), 'install/kubernetes/cilium');
  const { stdout } = await run(await buildRenderer(), [chart, 'kube-system', `v${kubernetesVersion}`, ...templates], { timeout: 60_000, maxBuffer: 16 << 20 });
  return parseManifest(stdout);
};

/** The program of `render-chart/`, built once: about a minute of one core. */
const buildRenderer = async (): Promise<string> => {
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'main.go']) hash.update(readFileSync(join(source, file)));
  const path = join(cacheFolder(), 'bin', `render-chart-${hash.digest('hex').slice(0, 12)}`, 'render-chart');
  if (existsSync(path)) return path;
  process.stderr.write(`building render-chart from the Go module proxy, once; it is kept in ${dirname(path)}\n`);
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}`;
  const flags = ['build', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', unfinished, '.'];
  await run('go', flags, { cwd: source, env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly', GOWORK: 'off' }, timeout: 900_000, maxBuffer: 16 << 20 });
  await rename(unfinished, path);
  return path;
};
