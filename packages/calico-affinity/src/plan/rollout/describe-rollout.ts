import { readPath, type JsonObject } from '../json.ts';
import type { DaemonPodView } from '../placement-checks.ts';
import { isFailing, type RolloutWatch, type StalledNode } from './watch-pods.ts';

/** What a line of progress says beside the counts: which nodes are being replaced, which weren't well before, what finds no place. */
export const describeProgress = (watch: Pick<RolloutWatch, 'replacing' | 'unwell'>, pods: readonly DaemonPodView[]): string =>
  [
    ...(watch.replacing.length === 0 ? [] : [`replacing ${nameSome(watch.replacing.map(nameWithReason))}`]),
    ...(watch.unwell.length === 0 ? [] : [`not Ready before the change either: ${nameSome(watch.unwell.map(nameWithReason))}`]),
    ...describeUnscheduled(pods),
  ]
    .map((part) => `; ${part}`)
    .join('');

/**
 * Why the wait stops: the nodes with their pods, what still runs, and what the DaemonSet does meanwhile. Ten nodes at
 * most are described.
 */
export const describeStall = (subject: string, daemonSet: JsonObject, watch: RolloutWatch, pods: readonly DaemonPodView[]): string =>
  [
    `${subject} does not get on: ${nameSome(watch.stalled.map(describeStalledNode), 10, '; ')}${describeUnscheduled(pods).map((words) => `; ${words}`).join('')}.`,
    `A Ready pod still runs on ${watch.running} of the ${watch.onPremises} on-premises nodes that are Ready, of the new template or of the one before.`,
    ...(watch.unwell.length === 0 ? [] : [`Not Ready before the change either: ${nameSome(watch.unwell.map(nameWithReason), 10)}.`]),
    describePause(daemonSet),
  ].join(' ');

/** What to do about it: where to look first, and how to go back, or that there is nothing to go back to. */
export const stallRemediation = (namespace: string, stalled: readonly StalledNode[], isUndo: boolean): string => {
  const pod = stalled.find((each) => each.pod !== undefined)?.pod;
  const container = pod?.container === undefined ? '' : ` -c ${pod.container}`;
  const look =
    pod === undefined
      ? `Look why no pod comes: kubectl -n ${namespace} get events.`
      : `Look at the pod: kubectl -n ${namespace} describe pod ${pod.name}; kubectl -n ${namespace} logs ${pod.name}${container}${(pod.restarts ?? 0) > 0 ? ' --previous' : ''}.`;
  const way = isUndo
    ? 'The affinity is set back already: once the node is well, the DaemonSet goes on by itself.'
    : "The change stays written. Mend the node and run the step again, or take it back: runSteps(steps, { mode: 'undo' }), or the step's own undo(); the pods that are not well are replaced first.";
  return `${look} ${way}`;
};

/** Says that OnDelete replaces no pod, and which nodes keep the one of the template before; `undefined` where none does. */
export const describeKept = (kept: number, nodes: readonly string[]): string | undefined => {
  if (kept <= 0) return undefined;
  const which = nodes.length === kept ? `: ${nameSome(nodes)}` : '';
  return `the update strategy OnDelete replaces no pod; ${kept === 1 ? '1 node keeps' : `${kept} nodes keep`} the pod of the template before until someone deletes it${which}`;
};

/** The first names, and how many more there are. */
export const nameSome = (names: readonly string[], most = 3, separator = ', '): string =>
  names.length > most ? `${names.slice(0, most).join(separator)} and ${names.length - most} more` : names.join(separator);

const nameWithReason = ({ node, pod }: StalledNode): string => (pod !== undefined && isFailing(pod) ? `${node} (${pod.reason})` : node);

const describeStalledNode = ({ node, pod, downMs }: StalledNode): string => {
  const since = `for ${Math.round(downMs / 1_000)} s`;
  if (pod === undefined) return `${node} has had no pod ${since}`;
  if (pod.terminating) return `${node}: pod ${pod.name} has been going ${since} and no other came`;
  const restarts = pod.restarts === undefined ? '' : `, ${pod.restarts} restart${pod.restarts === 1 ? '' : 's'}`;
  const message = pod.message === undefined ? '' : ` (${pod.message})`;
  return `${node}: pod ${pod.name} has not been Ready ${since}: ${pod.reason ?? 'it starts, or its readiness probe fails'}${pod.container === undefined ? '' : ` of container ${pod.container}`}${restarts}${message}`;
};

/** The scheduler's words for the first pod that it finds no place for: a plug-in may want another's pod beside it. */
const describeUnscheduled = (pods: readonly DaemonPodView[]): readonly string[] => {
  const [first, ...more] = pods.flatMap(({ unscheduled }) => (unscheduled === undefined ? [] : [unscheduled]));
  return first === undefined ? [] : [`no place for ${more.length === 0 ? '1 pod' : `${more.length + 1} pods`}: ${first}`];
};

/**
 * What the controller does while pods aren't available (Kubernetes v1.36, pkg/controller/daemon/update.go, rollingUpdate):
 * old pods that are available wait, old pods that aren't are replaced all the same.
 */
const describePause = (daemonSet: JsonObject): string => {
  // A number of pods, or a percentage as text.
  const bound = (field: string, otherwise: string): string => {
    const value = readPath(daemonSet, ['spec', 'updateStrategy', 'rollingUpdate', field]);
    return typeof value === 'number' || typeof value === 'string' ? `${value}` : otherwise;
  };
  const surge = bound('maxSurge', '0');
  if (!/^0%?$/.test(surge)) return `The rollout holds itself back: the pod before stays on its node until the new one is available, and only ${surge} (maxSurge) are started beside it at a time.`;
  return `The rollout holds itself back: no pod that is well is replaced while ${bound('maxUnavailable', '1')} (maxUnavailable) or more are not available.`;
};
