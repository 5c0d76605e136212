import type { JsonObject } from '../json.ts';
import { repositoryOf } from '../report/workload-sign.ts';
import { componentRules, type CniSoftware, type ComponentRule } from './known-components.ts';
import type { CniComponent, CniRole } from './cni-detection.ts';
import type { WorkloadKind } from '../workloads/workload.ts';
import { viewCniWorkload, type CniWorkloadView } from './view-cni-workload.ts';

/** A workload that belongs to a CNI. */
export interface RecognisedComponent {
  readonly software: CniSoftware | 'unknown';
  readonly component: CniComponent;
  readonly role: CniRole;
  readonly evidence: readonly string[];
}

/**
 * What a workload is to a CNI; `undefined` where it has nothing to do with one. Names of workloads and namespaces count for nothing:
 * they are the installer's choice. Pure.
 */
export const recogniseComponent = (view: CniWorkloadView): RecognisedComponent | undefined => {
  const matches = componentRules.filter((rule) => rule.kind === view.reference.kind).flatMap((rule) => match(rule, view) ?? []);
  const [first] = matches;
  if (first === undefined) return view.reference.kind === 'DaemonSet' ? unknownComponent(view) : undefined;
  const together = matches.some(isCalicoAgent) && matches.some(({ software }) => software === 'flannel');
  const isCanal = first.software === 'canal' || (together && isCalicoAgent(first));
  const evidence = [...new Set([...matches.flatMap((each) => each.evidence), ...(together ? ['Calico and Flannel in one DaemonSet'] : [])])];
  const found: RecognisedComponent = isCanal ? { ...first, software: 'canal', evidence } : first;
  const onWindows = found.component === 'node-agent' && view.podSpec.nodeSelector?.['kubernetes.io/os'] === 'windows';
  return { ...found, ...(onWindows ? { component: 'node-agent-windows' as const } : {}), evidence: [...found.evidence, ...pathEvidence(view), ...controllerEvidence(view)] };
};

/** Whether a workload has to do with a CNI. Pure. */
export const isOfCni = (kind: WorkloadKind, object: JsonObject): boolean => recogniseComponent(viewCniWorkload(kind, object)) !== undefined;

const isCalicoAgent = ({ software, component }: RecognisedComponent): boolean => software === 'calico' && component === 'node-agent';

const match = (rule: ComponentRule, view: CniWorkloadView): RecognisedComponent | undefined => {
  const evidence = view.containers.flatMap(({ name, image }) => {
    const byName = rule.containers?.includes(name) === true;
    const byImage = rule.image?.test(repositoryOf(image)) === true && view.mainContainers.has(name);
    if (byImage) return [`image ${image} (container ${name})`];
    return byName ? [`container ${name} (image ${image})`] : [];
  });
  const labels = labelEvidence(rule, view);
  const enough = evidence.length > 0 || (labels.length > 0 && (view.reference.kind !== 'DaemonSet' || view.cniPaths.length > 0));
  return enough ? { software: rule.software, component: rule.component, role: rule.role, evidence: [...evidence, ...labels] } : undefined;
};

const labelEvidence = (rule: ComponentRule, view: CniWorkloadView): readonly string[] => {
  const found = rule.labels?.find((labels) => Object.entries(labels).every(([key, value]) => Object.hasOwn(view.labels, key) && view.labels[key] === value));
  return Object.entries(found ?? {}).map(([key, value]) => `label ${key}=${value}`);
};

/** It may write a configuration that containerd prefers to Terway's, so on cloud nodes it is a danger until somebody has looked. */
const unknownComponent = (view: CniWorkloadView): RecognisedComponent | undefined =>
  view.cniPaths.length === 0
    ? undefined
    : {
        software: 'unknown',
        component: 'node-agent',
        role: 'on-premises',
        evidence: [...pathEvidence(view), ...view.containers.map(({ name, image }) => `container ${name} (image ${image}) is no CNI's that is known`), ...controllerEvidence(view)],
      };

const pathEvidence = ({ cniPaths }: CniWorkloadView): readonly string[] => (cniPaths.length === 0 ? [] : [`host ${cniPaths.length === 1 ? 'path' : 'paths'} ${cniPaths.join(' and ')}`]);

const controllerEvidence = ({ controller }: CniWorkloadView): readonly string[] => [controller === undefined ? 'no controller owns it' : `${controller.kind} ${controller.name} owns it`];
