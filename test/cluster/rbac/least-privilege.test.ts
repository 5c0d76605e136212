import { PermissionError, runSteps, StepError } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';
import { connectClients } from '../../support/sandbox-clients.ts';
import { openAdministrator, until, type ClusterAdministrator } from '../writes/cluster-administrator.ts';
import { bind, connectAs, createAccount, type Account } from './accounts.ts';
import { auditPolicyFor, covers, readAudit } from './audit-log.ts';
import { describeRight, grantDocuments, names, readDocuments, rightsOf, type Right } from './documented-roles.ts';
import { packageRuns, stepsOf, takeBack, type RunClients } from './package-runs.ts';
import { datacentreFlags, playOperator, seedDatacentre, switchToOperator } from './seed-datacentre.ts';

let controlPlane: ControlPlane;
let administrator: ClusterAdministrator;
let sandbox: Sandbox;

beforeAll(async () => {
  controlPlane = await startControlPlane({ kind: 'full', auditPolicy: auditPolicyFor('ack-hybrid'), flags: datacentreFlags });
  administrator = openAdministrator(controlPlane.kubeconfig);
  await seedDatacentre(administrator);
  sandbox = await startSandbox({ kubeconfig: controlPlane.kubeconfig, timing: { taskMs: 10, bootMs: 5, podReadyMs: 5, tickMs: 20 } });
});
afterAll(async () => {
  await sandbox?.stop();
  await controlPlane?.stop();
});

const clientsOf = (account: { readonly kubeconfig: string }): RunClients => ({ sandbox, cloud: connectClients(sandbox).cloud, kubernetes: connectAs(account), administrator });
const asAdministrator = (): RunClients => clientsOf(controlPlane);

/** The right that a run says it lacks: by its error, or, where a preflight goes on without it, by the remedy of a check. */
const missingIn = async (file: string, clients: RunClients): Promise<string> => {
  try {
    const checks = (await packageRuns[file]?.(clients)) ?? [];
    return checks.map((check) => /^Grant (.*) to the caller and run again\.$/.exec(check.remediation ?? '')?.[1]).find((missing) => missing !== undefined) ?? 'nothing: the run went through';
  } catch (error) {
    const cause = StepError.isInstance(error) ? error.cause : error;
    return PermissionError.isInstance(cause) ? cause.missing : `no right: ${String(error)}`;
  }
};

/** Once the API server's authorizer has seen the roles. */
const untilGranted = (account: Account, rights: readonly Right[]): Promise<void> =>
  until(`${account.name} is granted its rights`, async () => {
    for (const { verb, group, resource, name, namespace } of rights) {
      const [plural, subresource] = resource.split('/');
      const resourceAttributes = { verb, group, resource: plural, subresource, name, namespace };
      const review = await administrator.ask('POST', '/apis/authorization.k8s.io/v1/subjectaccessreviews', { body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec: { user: account.user, resourceAttributes } } });
      if ((review['status'] as { readonly allowed: boolean }).allowed !== true) return false;
    }
    return true;
  });

/** Each package under its documented role, and under that role without each of its rights in turn. */
const holdTo = (file: string): void => {
  const documents = readDocuments(file);
  const rights = rightsOf(documents);

  it('works under the documented role, and uses each right that it grants', async () => {
    const account = await createAccount(administrator, controlPlane.kubeconfig, file);
    await bind(administrator, documents, account);
    await untilGranted(account, rights);
    try {
      expect(await missingIn(file, clientsOf(account))).toBe('nothing: the run went through');
    } finally {
      await takeBack(asAdministrator(), file);
    }
    const audited = await readAudit(controlPlane.folder, account.user);
    expect(audited.filter(({ allowedBy }) => allowedBy === '')).toEqual([]);
    const byOurRoles = audited.filter(({ allowedBy }) => allowedBy.includes('"ack-hybrid-'));
    expect(rights.filter((right) => !byOurRoles.some(({ right: used }) => covers(right, used))).map(describeRight)).toEqual([]);
    // Whatever else it did is what every authenticated user may do in a cluster by default.
    const others = audited.filter((request) => !byOurRoles.includes(request));
    expect(others.filter(({ allowedBy }) => !/of ClusterRole "system:(basic-user|discovery|public-info-viewer)"/.test(allowedBy))).toEqual([]);
    expect(audited.filter(({ uri, right }) => right.verb === 'watch' || uri.includes('watch='))).toEqual([]);
  });

  describe('with one right less', () => {
    const accounts = new Map<Right, Account>();
    beforeAll(async () => {
      const prepare = async (right: Right, index: number) => {
        const rest = rights.filter((other) => other !== right);
        const account = await createAccount(administrator, controlPlane.kubeconfig, `${file}-without-${index}`);
        await bind(administrator, grantDocuments(`rbac-test-${account.name}`, rest, account), account);
        await untilGranted(account, rest);
        accounts.set(right, account);
      };
      await Promise.all(rights.map(prepare));
    });

    it.each(rights.map((right) => [describeRight(right), right] as const))('names what it lacks: %s', async (_, right) => {
      const account = accounts.get(right);
      if (account === undefined) expect.fail('no account');
      try {
        const missing = await missingIn(file, clientsOf(account));
        expect(missing).toSatisfy((text: string) => names(text, right));
      } finally {
        await takeBack(asAdministrator(), file);
      }
    });
  });
};

describe('cidr-planner', () => holdTo('cidr-planner'));
describe('calico-affinity, by manifest', () => holdTo('calico-affinity'));
describe('terway-config', () => holdTo('terway-config'));
describe('init-script-builder', () => holdTo('init-script-builder'));

describe('once the cloud side stands', () => {
  beforeAll(async () => {
    const { affinity, terway, initScript } = stepsOf(asAdministrator());
    await runSteps([affinity, ...terway, initScript]);
  });

  describe('nodepool', () => holdTo('nodepool'));

  describe('with a cloud node', () => {
    beforeAll(() => runSteps([stepsOf(asAdministrator()).nodePool]));
    describe('connectivity-check', () => holdTo('connectivity-check'));
  });

  afterAll(async () => {
    const { affinity, terway, initScript, nodePool } = stepsOf(asAdministrator());
    await runSteps([affinity, ...terway, initScript, nodePool], { mode: 'undo' });
  });
});

describe('the whole flow', () => {
  afterAll(async () => {
    await takeBack(asAdministrator(), 'terway-config');
    await takeBack(asAdministrator(), 'init-script-builder');
  });

  it('runs under the combined role, which its preflight finds complete, and is taken back under it', async () => {
    const documents = readDocuments('all-steps');
    const account = await createAccount(administrator, controlPlane.kubeconfig, 'all-steps');
    await bind(administrator, documents, account);
    await untilGranted(account, rightsOf(documents));
    const { network, preflight, affinity, terway, initScript, nodePool, connectivity } = stepsOf(clientsOf(account));
    const steps = [network, preflight, affinity, ...terway, initScript, nodePool, connectivity];
    const report = await runSteps(steps);
    const permissions = report.steps.flatMap((step) => step.checks).find((check) => check.name === 'kubernetes-permissions');
    expect(permissions).toMatchObject({
      status: 'warn',
      message: 'the caller may not get daemonsets.apps calico-node in calico-system (only needed for Calico of the Tigera operator), list deployments.apps in calico-system (only needed for Calico of the Tigera operator), get installations.operator.tigera.io default (only needed for Calico of the Tigera operator), patch installations.operator.tigera.io default (only needed for Calico of the Tigera operator)',
    });
    expect((await runSteps(steps)).steps.map((step) => step.status)).toEqual(steps.map(() => 'unchanged'));
    await runSteps(steps, { mode: 'undo' });
    const audited = await readAudit(controlPlane.folder, account.user);
    expect(audited.filter(({ allowedBy }) => allowedBy === '')).toEqual([]);
  });

  it('is planned under what the role lets read, and the patch that the dry run of Calico needs', async () => {
    const account = await createAccount(administrator, controlPlane.kubeconfig, 'plan-alone');
    const rights = rightsOf(readDocuments('all-steps')).filter(({ verb, resource }) => verb === 'get' || verb === 'list' || (verb === 'patch' && resource === 'daemonsets'));
    await bind(administrator, grantDocuments('rbac-test-plan-alone', rights, account), account);
    await untilGranted(account, rights);
    const { network, preflightAlone, affinity, terway, initScript, nodePool, connectivity } = stepsOf(clientsOf(account));
    const report = await runSteps([network, preflightAlone, affinity, ...terway, initScript, nodePool, connectivity], { mode: 'plan' });
    expect(report.steps.filter((step) => step.changes.length > 0).map((step) => step.name)).toEqual(['calico-affinity', 'terway-permissions', 'terway-addon', 'terway-eni-config', 'terway-credentials', 'init-script', 'node-pool', 'connectivity']);
    const audited = await readAudit(controlPlane.folder, account.user);
    expect(audited.filter(({ allowedBy }) => allowedBy === '')).toEqual([]);
    const writes = audited.filter(({ right: { verb, resource } }) => !['get', 'list'].includes(verb) && resource !== 'selfsubjectaccessreviews');
    expect(writes.map(({ uri }) => uri)).toEqual([expect.stringContaining('dryRun=All')]);
  });
});

describe('calico-affinity, by the operator', () => {
  const stopping = new AbortController();
  let operator: Promise<void> | undefined;
  beforeAll(async () => {
    await switchToOperator(administrator);
    operator = playOperator(administrator, stopping.signal);
  });
  afterAll(async () => {
    stopping.abort();
    await operator;
  });
  holdTo('calico-affinity-operator');
});
