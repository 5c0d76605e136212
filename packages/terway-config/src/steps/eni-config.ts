import { ApiError, checkAppliers, NotFoundError, type AlibabaCloud, type Change, type Check, type Kubernetes, type Step, type StepOptions, type StepPlan } from '@ack-hybrid/core';
import { createCloudNetwork } from '../api/alibaba-network.ts';
import { createConfigMaps } from '../api/kubernetes-objects.ts';
import { createRestartPort } from '../api/kubernetes-objects-terway.ts';
import type { CloudNetwork, ClusterReader, ConfigMaps, KeyedObject, RestartPort } from '../api/port.ts';
import { checkVSwitches, type LiveVSwitch } from '../plan/check-vswitches.ts';
import { requestOf, type EniConfigInput } from '../plan/eni-config-input.ts';
import { parseRecord, recordOf, restoreEniConf } from '../plan/eni-conf-record.ts';
import type { EniConfFinding } from '../plan/eni-conf.ts';
import { eniConfTarget, mergeEniConf, type EniConfRequest, type MergedEniConf } from '../plan/merge-eni-conf.ts';
import { addonName, checkNames, eniConfigName, eniConfKey, previousEniConfAnnotation } from '../plan/names.ts';
import { parseEniConf } from '../plan/parse-eni-conf.ts';
import { renderEniConf } from '../plan/render-eni-conf.ts';
import { isOlder } from '../plan/restart/plan-restart.ts';
import { converge, type RetryPatience } from './converge.ts';
import { planRestartOf, restartForConfiguration, takeRestartBack } from './eni-config-restart.ts';
import type { RestartTiming } from './restart-terway.ts';

/** What `createEniConfigStep` needs to know. */
export interface EniConfigStepInput extends EniConfigInput {
  /**
   * Whether Terway's pods are restarted after a change. `controlled` (the default): Terway reads its configuration at its
   * start only, so without it nodes would take the change up one by one, whenever their pod happens to restart, a wrong
   * one at the worst moment. `none` writes the configuration alone, and names the pods that are older in a warning.
   */
  readonly restart?: 'controlled' | 'none';
  /** How long the restart may take. */
  readonly restartTiming?: RestartTiming;
  readonly retry?: RetryPatience;
}

/** What the step calls. */
export interface EniConfigPorts {
  readonly network: CloudNetwork;
  readonly configMaps: ConfigMaps;
  readonly terway: RestartPort;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. Default: the process's own. */
  readonly elapsed?: () => number;
}

/** What the step leaves behind. */
export interface EniConfigResult {
  /** RFC 3339, where the configuration carries our change. */
  readonly changedAt?: string;
}

/**
 * The step that writes what is asked into `eni_conf` of the ConfigMap kube-system/eni-config and leaves all else in it as
 * it is. The text before it is kept, without credentials, in the annotation `ack-hybrid.io/previous-eni-conf`; undo puts
 * it back byte for byte where nobody touched it since, and key by key otherwise. After a change Terway's pods, where some
 * run, are restarted in a controlled way; undo takes that back without waiting for the pods.
 *
 * @throws {InvalidInputError} with the path of every bad field
 * @throws {TerwayRestartError} from apply, where a pod doesn't come back: the configuration stays written
 */
export const createEniConfigStep = (clients: { readonly cloud: AlibabaCloud; readonly kubernetes: Kubernetes }, input: EniConfigStepInput): Step<EniConfRequest, EniConfigResult> =>
  eniConfigStep({ network: createCloudNetwork(clients.cloud), configMaps: createConfigMaps(clients.kubernetes), terway: createRestartPort(clients.kubernetes), now: Date.now }, input);

/** The step over its ports. */
export const eniConfigStep = (ports: EniConfigPorts, input: EniConfigStepInput): Step<EniConfRequest, EniConfigResult> => {
  checkNames({ clusterId: input.clusterId });
  const request = requestOf(input);
  const isRestarting = input.restart !== 'none';
  const read = (options: StepOptions) => ports.configMaps.read(eniConfigName, options);
  const retried = <Value>(options: StepOptions, attempt: () => Promise<Value>) => converge(attempt, { signal: options.signal, retry: input.retry });
  return {
    name: 'terway-eni-config',
    title: "Write Terway's configuration",
    plan: async (options = {}): Promise<StepPlan<EniConfRequest>> => {
      const found = await read(options);
      const { merged, findings } = mergeText(found?.data[eniConfKey], request);
      const applied = merged.changes.length === 0 ? [] : checkAppliers({ name: 'eni-conf-applied', subject: `${eniConfKey} of ${eniConfTarget}`, path: ['data', eniConfKey], managedFields: found?.managedFields });
      const checks = [...(await judgeVSwitches(ports.network, input, currentVSwitches(found), options)), ...checkFindings(findings), ...applied];
      // The add-on brings the ConfigMap; what it will hold isn't known, so all that is asked is planned.
      const changes = found === undefined ? [{ action: 'create' as const, target: eniConfTarget, summary: 'the add-on makes it; then set what follows' }, ...merged.changes] : merged.changes;
      const restart = isRestarting && found !== undefined ? planRestartOf(await ports.terway.terway(options), { changes: changes.length > 0, changedAt: parseRecord(found.annotations[previousEniConfAnnotation])?.at }) : [];
      return { desired: request, changes: [...changes, ...restart], checks };
    },
    apply: async (_plan, options = {}) => {
      await judgeVSwitches(ports.network, input, currentVSwitches(await read(options)), options);
      const result = await retried(options, async (): Promise<EniConfigResult> => {
        const found = await read(options);
        if (found === undefined) throw addonMissing();
        const before = found.data[eniConfKey];
        const { merged } = mergeText(before, request);
        const known = parseRecord(found.annotations[previousEniConfAnnotation]);
        if (merged.changes.length === 0) return known === undefined ? {} : { changedAt: known.at };
        const text = renderEniConf(merged.config);
        const changedAt = new Date(ports.now()).toISOString();
        // What would stand there without us: also after others changed it since our last change.
        const base = known === undefined || before === undefined ? before : restoreEniConf(before, known, 'keep');
        for (const change of merged.changes) options.onProgress?.(change.summary);
        await ports.configMaps.patch(
          eniConfigName,
          found.resourceVersion,
          { data: { [eniConfKey]: text }, annotations: { [previousEniConfAnnotation]: JSON.stringify(recordOf(base, text, changedAt)) } },
          options,
        );
        return { changedAt };
      });
      if (isRestarting && result.changedAt !== undefined) await restartForConfiguration(ports.terway, result.changedAt, { timing: input.restartTiming, retry: input.retry, clocks: { now: ports.now, elapsed: ports.elapsed ?? (() => performance.now()) } }, options);
      return result;
    },
    verify: async (result, options = {}) => {
      const found = await read(options);
      if (found === undefined) return [{ name: 'eni-conf-as-asked', status: 'fail', message: 'there is no ConfigMap kube-system/eni-config', remediation: 'Install the add-on terway-eniip first.' }];
      const { merged, findings } = mergeText(found.data[eniConfKey], request);
      return [checkAsAsked(merged), ...checkFindings(findings), ...(await checkAge(ports.terway, result, options))];
    },
    undo: async (options = {}) => {
      // Collected outside: after a lost answer the next look finds nothing left to do.
      const changes: Change[] = [];
      await retried(options, () => takeBack(ports.configMaps, changes, options));
      return [...changes, ...(isRestarting ? await takeRestartBack(ports.terway, { isPutBack: changes.length > 0, retry: input.retry }, options) : [])];
    },
  };
};

const addonMissing = (): NotFoundError =>
  new NotFoundError({
    service: 'kubernetes',
    operation: 'get configmaps kube-system/eni-config',
    errorCode: 'NotFound',
    detail: 'there is no ConfigMap kube-system/eni-config; the add-on terway-eniip brings it',
    outcome: 'refused',
    remediation: 'Install the add-on first (the step terway-addon).',
  });

const mergeText = (text: string | undefined, request: EniConfRequest): { readonly merged: MergedEniConf; readonly findings: readonly EniConfFinding[] } => {
  const standing = parseEniConf(text === undefined || text.trim() === '' ? '{}' : text);
  const merged = mergeEniConf(standing.config, request);
  // Where nothing is written Terway reads the text that stands, with what our own rendering would have straightened.
  return { merged, findings: merged.changes.length === 0 ? standing.findings : parseEniConf(renderEniConf(merged.config)).findings };
};

const currentVSwitches = (found: KeyedObject<string> | undefined): ReadonlySet<string> => {
  const text = found?.data[eniConfKey];
  const zones: unknown = text === undefined || text.trim() === '' ? undefined : parseEniConf(text).config.vswitches;
  return new Set(typeof zones === 'object' && zones !== null ? Object.values(zones as Record<string, unknown>).flat().filter((id): id is string => typeof id === 'string') : []);
};

const judgeVSwitches = async (network: CloudNetwork, input: EniConfigInput, inUse: ReadonlySet<string>, options: StepOptions): Promise<readonly Check[]> => {
  const vpcId = await network.clusterVpc(input.clusterId, options);
  const live = new Map<string, LiveVSwitch | undefined>();
  for (const id of new Set(Object.values(input.vSwitches).flat())) live.set(id, await network.vSwitch(id, options));
  return checkVSwitches(input.vSwitches, live, vpcId, inUse);
};

const checkFindings = (findings: readonly EniConfFinding[]): readonly Check[] => {
  if (findings.length === 0) return [{ name: 'eni-conf-valid', status: 'pass', message: 'eni_conf has no unknown key, no placeholder and no contradiction' }];
  const severe = findings.some(({ severity }) => severity === 'error');
  return [
    {
      name: 'eni-conf-valid',
      status: severe ? 'fail' : 'warn',
      message: findings.map(({ path, message }) => `${path}: ${message}`).join('; '),
      remediation: findings.map(({ remediation }) => remediation).filter((text, index, all) => all.indexOf(text) === index).join(' '),
    },
  ];
};

const checkAsAsked = ({ changes }: MergedEniConf): Check =>
  changes.length === 0
    ? { name: 'eni-conf-as-asked', status: 'pass', message: 'eni_conf says what was asked' }
    : { name: 'eni-conf-as-asked', status: 'fail', message: `eni_conf differs: ${changes.map(({ summary }) => summary).join('; ')}`, remediation: 'Apply the step terway-eni-config again; something else writes to kube-system/eni-config.' };

// Terway's daemon reads its configuration at its start only.
const checkAge = async (reader: Pick<ClusterReader, 'terway'>, { changedAt }: EniConfigResult, options: StepOptions): Promise<readonly Check[]> => {
  if (changedAt === undefined) return [];
  const pods = (await reader.terway(options))?.pods ?? [];
  const older = pods.filter((pod) => (pod.restartedAt === undefined || Date.parse(pod.restartedAt) < Date.parse(changedAt)) && isOlder(pod, changedAt));
  if (older.length === 0) return [{ name: 'terway-read-its-configuration', status: 'pass', message: 'no Terway pod is older than the configuration' }];
  return [
    {
      name: 'terway-read-its-configuration',
      status: 'warn',
      message: `older than the configuration, which is read at the start only: ${older.map(({ name, nodeName }) => `${name} on ${nodeName}`).join(', ')}`,
      remediation: `Restart them: kubectl -n kube-system rollout restart daemonset ${addonName}`,
    },
  ];
};

const takeBack = async (configMaps: ConfigMaps, changes: Change[], options: StepOptions): Promise<void> => {
  const found = await configMaps.read(eniConfigName, options);
  const annotation = found?.annotations[previousEniConfAnnotation];
  if (found === undefined || annotation === undefined) return;
  const record = parseRecord(annotation);
  const now = found.data[eniConfKey];
  if (record === undefined) {
    throw new ApiError({ service: 'kubernetes', operation: `get configmaps kube-system/${eniConfigName}`, errorCode: 'BrokenAnnotation', detail: `the annotation ${previousEniConfAnnotation} is not as we wrote it`, outcome: 'refused', remediation: 'Mend eni_conf by hand and remove the annotation.' });
  }
  const text = now === undefined ? undefined : restoreEniConf(now, record, 'keep');
  const data = text === now ? {} : { data: { [eniConfKey]: text ?? null } };
  changes.splice(0, changes.length, { action: 'update', target: eniConfTarget, summary: text === now ? 'remove our annotation' : 'put back what eni_conf said before' });
  await configMaps.patch(eniConfigName, found.resourceVersion, { ...data, annotations: { [previousEniConfAnnotation]: null } }, options);
};
