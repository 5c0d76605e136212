import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { minors } from '../../control-plane/programs.ts';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { allCases, prepare } from './cases/all-cases.ts';
import { unsupportedCases } from './cases/unsupported-cases.ts';
import { compareTypes } from './compare-types.ts';
import { runCase } from './contract-case.ts';
import { compareDiscovery } from './discovery.ts';
import { knownDifferences, statusesByMinor } from './known-differences.ts';
import { withoutMessages } from './normalise.ts';
import { connectApi, type RawApi } from './raw-api.ts';

// Both APIs run live, with the same version; neither has controllers that work: the control plane has none, and the sandbox's tick once an hour.
describe.each(minors)('the contract of the Kubernetes API, version %s', (minor) => {
  let controlPlane: ControlPlane | undefined;
  let sandbox: Sandbox | undefined;
  let real: RawApi;
  let ours: RawApi;
  beforeAll(async () => {
    controlPlane = await startControlPlane({ minor, kind: 'api' });
    sandbox = await startSandbox({ world: { cluster: { kubernetesVersion: controlPlane.version } }, timing: { tickMs: 3_600_000 } });
    real = connectApi(controlPlane.kubeconfig);
    ours = connectApi(sandbox.kubeconfig);
    await prepare(real);
    await prepare(ours);
  });
  afterAll(async () => {
    for (const api of [real, ours]) api?.close();
    await sandbox?.stop();
    await controlPlane?.stop();
  });

  describe.each(Object.entries(allCases))('%s', (area, cases) => {
    it.each(cases)('%s', async (title, statuses, run) => {
      const name = `${area}: ${title}`;
      const answers = await runCase(real, [title, statuses, run]);
      expect(answers.map(({ answer }) => answer.status).join(' ')).toBe(statusesByMinor[minor][name] ?? statuses);
      const sandboxAnswers = await runCase(ours, [title, statuses, run]);
      const difference = knownDifferences[minor][name];
      if (difference === undefined) {
        expect(sandboxAnswers).toEqual(answers);
        return;
      }
      // A difference that is gone must leave the list.
      expect(sandboxAnswers).not.toEqual(answers);
      if (difference.kind === 'words') expect(withoutMessages(sandboxAnswers)).toEqual(withoutMessages(answers));
    });
  });

  it('lists no difference of a case that is not there', () => {
    const titles = Object.entries(allCases).flatMap(([area, cases]) => cases.map(([title]) => `${area}: ${title}`));
    expect(titles).toEqual(expect.arrayContaining([...Object.keys(knownDifferences[minor]), ...Object.keys(statusesByMinor[minor])]));
    expect(new Set(titles).size).toBe(titles.length);
  });

  it.each(unsupportedCases)('the sandbox refuses %s, which a real server can do', async (_title, words, run) => {
    const [answer] = await runCase(ours, ['', '', run]);
    expect(answer?.answer.status).toBe(501);
    expect(answer?.answer.body).toMatchObject({ kind: 'Status', status: 'Failure', reason: 'NotImplemented', message: expect.stringContaining(words) });
    const [theirs] = await runCase(real, ['', '', run]);
    expect([404, 405, 501]).not.toContain(theirs?.answer.status);
  });

  it('has the types of the real OpenAPI documents in its table of types', async () => {
    const { real: theirs, sandbox: own } = await compareTypes(real, minor);
    expect(own).toEqual(theirs);
  });

  it('describes in its discovery what a real server describes there', async () => {
    expect(await compareDiscovery(real, ours)).toEqual([]);
  });
});
