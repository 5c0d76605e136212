import type { Check } from '@ack-hybrid/core';
import { parseMajorMinor, tagOf } from '../check-placement-kernel.ts';
import { isClean, type HeldCredentials } from '../credentials.ts';
import { isOlder } from '../restart/plan-restart.ts';
import type { TerwayDaemonSet } from '../restart/terway-workload.ts';

/** One difference between what is wanted and what is there. */
export interface DriftFinding {
  /** Where it is: `ConfigMap kube-system/eni-config`. */
  readonly where: string;
  readonly severity: 'error' | 'warning';
  /** What differs. */
  readonly what: string;
  /** How to mend it. */
  readonly mend: string;
}

/** What a look came to; what could not be read is a note. */
export interface TerwayDrift {
  readonly findings: readonly DriftFinding[];
  readonly notes: readonly string[];
}

/** What checks that don't pass say. */
export const findingsOf = (where: string, checks: readonly Check[]): readonly DriftFinding[] =>
  checks.flatMap(({ status, message, remediation = '' }) => (status === 'pass' ? [] : [{ where, severity: status === 'fail' ? ('error' as const) : ('warning' as const), what: message, mend: remediation }]));

const where = 'DaemonSet kube-system/terway-eniip';

/** Pods that run since before the configuration was changed. */
export const compareAge = (daemonSet: TerwayDaemonSet, changedAt: string | undefined): readonly DriftFinding[] => {
  if (changedAt === undefined) return [];
  const older = daemonSet.pods.filter((pod) => (pod.restartedAt === undefined || Date.parse(pod.restartedAt) < Date.parse(changedAt)) && isOlder(pod, changedAt));
  return older.length === 0 ? [] : [{ where, severity: 'warning', what: `older than the configuration of ${changedAt}, which is read at the start only: ${older.map(({ name, nodeName }) => `${name} on ${nodeName}`).join(', ')}`, mend: 'Apply the step terway-eni-config, which restarts them in a controlled way.' }];
};

/** The image's version beside the one that Container Service tells of the add-on. */
export const compareVersion = (daemonSet: TerwayDaemonSet, addonVersion: string): readonly DriftFinding[] => {
  const tag = tagOf(terwayImage(daemonSet));
  if (tag === '' || tag.replace(/^v/, '') === addonVersion.replace(/^v/, '')) return [];
  return [{ where, severity: 'warning', what: `runs Terway ${tag}, but the add-on says ${addonVersion}`, mend: 'Somebody changed the image by hand, or an upgrade is on its way: let it end, or upgrade the add-on.' }];
};

/** Whether the version reads the access key where it is put: the Secret is read since v1.8.0, where the template mounts it. */
export const compareForm = (daemonSet: TerwayDaemonSet, form: 'secret' | 'config-map', secretName: string): readonly DriftFinding[] => {
  const version = parseMajorMinor(tagOf(terwayImage(daemonSet)));
  const isBefore = version !== undefined && (version[0] < 1 || (version[0] === 1 && version[1] < 8));
  if (form === 'config-map') return isBefore || version === undefined ? [] : [{ where, severity: 'warning', what: 'the access key stands in a ConfigMap, though this version reads the Secret', mend: 'Use the form "secret" of the step terway-credentials.' }];
  if (isBefore) return [{ where, severity: 'error', what: `Terway ${tagOf(terwayImage(daemonSet))} does not read the Secret ${secretName}, which it does since v1.8.0`, mend: 'Upgrade the add-on, or use the form "config-map" of the step terway-credentials.' }];
  return daemonSet.mountedSecrets.includes(secretName) ? [] : [{ where, severity: 'error', what: `the template does not mount the Secret ${secretName}`, mend: 'Install the add-on of Container Service anew, or use the form "config-map".' }];
};

/** What the Secret holds; Terway doesn't trim it. */
export const compareSecret = (target: string, held: HeldCredentials): readonly DriftFinding[] => {
  const mend = 'Apply the step terway-credentials.';
  if (held.keyId.trim() === '' || (held.secret?.reveal().trim() ?? '') === '') return [{ where: target, severity: 'error', what: held.exists ? 'holds no whole access key' : 'is not there', mend }];
  return isClean(held) ? [] : [{ where: target, severity: 'error', what: 'white space stands around the access key, which Terway does not trim', mend }];
};

const terwayImage = ({ images }: TerwayDaemonSet): string => images['terway'] ?? Object.values(images)[0] ?? '';

/** The report as text, one finding a paragraph. */
export const renderTerwayDrift = ({ findings, notes }: TerwayDrift): string =>
  [
    ...(findings.length === 0 ? ['No difference was found.'] : findings.map(({ where: place, severity, what, mend }) => `${severity}: ${place}: ${what}\n  ${mend}`)),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n');
