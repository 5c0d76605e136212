import { HybridError, PermissionError, type AlibabaCloud, type Kubernetes } from '@ack-hybrid/core';
import { createAddons } from './api/alibaba-addons.ts';
import { createRamReader } from './api/alibaba-ram-reader.ts';
import { createConfigMaps, createSecrets } from './api/kubernetes-objects.ts';
import { createClusterReader } from './api/kubernetes-reader.ts';
import type { Addons, CallContext, ClusterReader, ConfigMaps, Secrets } from './api/port.ts';
import type { RamReader } from './api/ram-reader.ts';
import { checkPlacement } from './plan/check-placement.ts';
import { compareAge, compareForm, compareSecret, compareVersion, findingsOf, renderTerwayDrift, type DriftFinding, type TerwayDrift } from './plan/drift/compare-terway.ts';
import { parseRecord } from './plan/eni-conf-record.ts';
import { requestOf, type EniConfigInput } from './plan/eni-config-input.ts';
import { eniConfTarget, mergeEniConf } from './plan/merge-eni-conf.ts';
import { addonName, addonSecretName, defaultUserName, eniConfigName, eniConfKey, previousEniConfAnnotation } from './plan/names.ts';
import { parseEniConf } from './plan/parse-eni-conf.ts';
import { configMapPlace, secretPlace } from './steps/credential-place.ts';
import { reportPermissions } from './steps/permissions-report.ts';

/** What is wanted of Terway. */
export interface TerwayDriftSpec extends EniConfigInput {
  /** Whose key Terway has. Default: the user that the permissions step makes. */
  readonly userName?: string;
  /** Where the access key stands. Default `secret`. */
  readonly form?: 'secret' | 'config-map';
}

/** What the report reads; without the cloud's part the add-on and RAM are notes. */
export interface DriftPorts {
  readonly configMaps: ConfigMaps;
  readonly secrets: Secrets;
  readonly reader: Pick<ClusterReader, 'terway' | 'nodes'>;
  readonly cloud?: { readonly addons: Pick<Addons, 'instance'>; readonly ram: RamReader } | undefined;
}

/** What differs, as data and as text. */
export interface TerwayDriftReport extends TerwayDrift {
  readonly text: string;
}

/**
 * Tells what differs between what is wanted and eni_conf, the access key's place, the DaemonSet with its pods, the add-on and RAM. Reads only; what
 * the caller may not read is a note.
 *
 * @throws {InvalidInputError} for a spec that isn't one
 * @example
 * const { findings, text } = await reportTerwayDrift({ cloud, kubernetes }, spec);
 */
export const reportTerwayDrift = (clients: { readonly cloud?: AlibabaCloud; readonly kubernetes: Kubernetes }, spec: TerwayDriftSpec, options: CallContext = {}): Promise<TerwayDriftReport> =>
  reportDrift(
    {
      configMaps: createConfigMaps(clients.kubernetes),
      secrets: createSecrets(clients.kubernetes),
      reader: createClusterReader(clients.kubernetes),
      cloud: clients.cloud === undefined ? undefined : { addons: createAddons(clients.cloud), ram: createRamReader(clients.cloud) },
    },
    spec,
    options,
  );

/** The report over its ports. */
export const reportDrift = async ({ configMaps, secrets, reader, cloud }: DriftPorts, spec: TerwayDriftSpec, options: CallContext = {}): Promise<TerwayDriftReport> => {
  const request = requestOf(spec);
  const notes: string[] = [];
  const findings: DriftFinding[] = [];
  const read = <Value>(look: () => Promise<Value>): Promise<Value | undefined> => orNote(look, notes);
  const config = await read(async () => ({ found: await configMaps.read(eniConfigName, options) }));
  const world = await read(async () => ({ daemonSet: await reader.terway(options), nodes: await reader.nodes(options) }));
  if (config !== undefined) findings.push(...compareConfig(config.found?.data[eniConfKey], request));
  const daemonSet = world?.daemonSet;
  if (world !== undefined) findings.push(...findingsOf('DaemonSet kube-system/terway-eniip', checkPlacement(world)));
  if (daemonSet !== undefined) {
    findings.push(...compareAge(daemonSet, parseRecord(config?.found?.annotations[previousEniConfAnnotation])?.at), ...compareForm(daemonSet, spec.form ?? 'secret', addonSecretName));
  }
  const place = spec.form === 'config-map' ? configMapPlace(configMaps, Date.now) : secretPlace(secrets);
  const held = await read(() => place.read(options));
  if (held !== undefined) findings.push(...compareSecret(place.target, held));
  if (cloud === undefined) notes.push('the add-on and RAM were not looked at: no cloud was given');
  else {
    const addon = await read(async () => ({ instance: await cloud.addons.instance(spec.clusterId, addonName, options) }));
    if (addon !== undefined && addon.instance === undefined) findings.push({ where: `add-on ${addonName}`, severity: 'error', what: 'Container Service does not list it', mend: 'Apply the step terway-addon.' });
    else if (addon?.instance !== undefined && daemonSet !== undefined) findings.push(...compareVersion(daemonSet, addon.instance.version));
    const name = spec.userName ?? defaultUserName(spec.clusterId);
    const permissions = await read(() => reportPermissions(cloud.ram, { kind: 'user', name }, options));
    findings.push(...findingsOf(`RAM user ${name}`, permissions?.checks ?? []));
  }
  const drift = { findings, notes };
  return { ...drift, text: renderTerwayDrift(drift) };
};

const compareConfig = (text: string | undefined, request: ReturnType<typeof requestOf>): readonly DriftFinding[] => {
  if (text === undefined || text.trim() === '') return [{ where: eniConfTarget, severity: 'error', what: 'there is no eni_conf', mend: 'Apply the step terway-addon, then terway-eni-config.' }];
  const { config, findings } = parseEniConf(text);
  return [
    ...mergeEniConf(config, request).changes.map(({ summary }) => ({ where: eniConfTarget, severity: 'error' as const, what: `differs from what is wanted: ${summary}`, mend: 'Apply the step terway-eni-config.' })),
    ...findings.map(({ path, severity, message, remediation }) => ({ where: eniConfTarget, severity, what: `${path}: ${message}`, mend: remediation })),
  ];
};

/** What may not be read, or isn't known, says so and stops nothing. */
const orNote = async <Value>(look: () => Promise<Value>, notes: string[]): Promise<Value | undefined> => {
  try {
    return await look();
  } catch (error) {
    if (!PermissionError.isInstance(error) && !(HybridError.isInstance(error) && (error.code === 'PrincipalNotFound' || error.code === 'PermissionsUnknown'))) throw error;
    notes.push(`not compared: ${error.message}`);
    return undefined;
  }
};
