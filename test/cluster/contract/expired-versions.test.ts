import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { prepare } from './cases/all-cases.ts';
import { recordApi, type RecordedApi } from './contract-case.ts';
import { normaliseAnswer } from './normalise.ts';
import { configMap, paths } from './objects.ts';
import { connectApi, type RawApi } from './raw-api.ts';

const { configMaps } = paths;

/** How many changes the sandbox keeps. */
const kept = 4_000;

/** What the API answers to requests for a moment that it has forgotten. */
const askForThePast = async (raw: RawApi, forget: (api: RecordedApi, exactList: string) => Promise<void>): Promise<unknown> => {
  const quiet = recordApi(raw, () => undefined, true);
  for (const name of ['a', 'b']) await quiet.post(configMaps, configMap(`past-${name}`, {}, { labels: { set: 'past' } }));
  const page = await quiet.get(`${configMaps}?labelSelector=set%3Dpast&limit=1`);
  const exactList = `${configMaps}?resourceVersion=${page.metadata.resourceVersion}&resourceVersionMatch=Exact`;
  await forget(quiet, exactList);
  const answers: unknown[] = [];
  const api = recordApi(raw, (_request, answer) => void answers.push(normaliseAnswer(answer)));
  await api.get(exactList);
  await api.get(`${configMaps}?labelSelector=set%3Dpast&limit=1&continue=${page.metadata.continue ?? ''}`);
  await api.watch(`${configMaps}?watch=true&resourceVersion=1&timeoutSeconds=2`);
  return answers;
};

describe('a resourceVersion that is too old', () => {
  let controlPlane: ControlPlane | undefined;
  let sandbox: Sandbox | undefined;
  beforeAll(async () => {
    // Newer servers keep snapshots of their lists in memory for some minutes, whatever the store has forgotten.
    controlPlane = await startControlPlane({ minor: '1.33', kind: 'api', flags: { 'kube-apiserver': { 'etcd-compaction-interval': '1s' } } });
    sandbox = await startSandbox({ world: { cluster: { kubernetesVersion: controlPlane.version } }, timing: { tickMs: 3_600_000 } });
  });
  afterAll(async () => {
    await sandbox?.stop();
    await controlPlane?.stop();
  });

  it('is Expired to a list, to the next page of a list, and as the last event of a watch', async () => {
    const real = connectApi(controlPlane?.kubeconfig ?? '');
    const ours = connectApi(sandbox?.kubeconfig ?? '');
    await prepare(real);
    await prepare(ours);
    // The server forgets what is older than one round of its compaction: each of a second here, and two are needed.
    const theirs = await askForThePast(real, async (api, exactList) => {
      await api.post(configMaps, configMap('past-later'));
      for (let tries = 0; tries < 60 && (await api.silently.get(exactList)).code !== 410; tries += 1) await new Promise((resolve) => setTimeout(resolve, 250));
    });
    const own = await askForThePast(ours, async (api) => {
      for (let change = 0; change <= kept; change += 20) await Promise.all(Array.from({ length: 20 }, (_, index) => api.patch(`${configMaps}/past-a`, 'merge', { data: { change: String(change + index) } })));
    });
    real.close();
    ours.close();
    expect(own).toEqual(theirs);
    expect(theirs).toMatchObject([{ status: 410 }, { status: 410 }, { status: 200, body: { type: 'ERROR', object: { code: 410, reason: 'Expired' } } }]);
  });
});
