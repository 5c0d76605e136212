import type { DownNode, RestartWatch } from './watch-restart.ts';
import type { NodeState, UpdateStrategy } from './terway-workload.ts';

/** Where a restart stands, in one line. */
export const describeState = (watch: RestartWatch, nodes: number): string =>
  [`${watch.restarted.length} of ${nodes} nodes restarted`, ...(watch.replacing.length === 0 ? [] : [`replacing ${nameSome(watch.replacing.map(nameWithReason))}`]), ...(watch.unwell.length === 0 ? [] : [`not Ready before either: ${nameSome(watch.unwell.map(nameWithReason))}`])].join('; ');

/** Why a restart stops: the nodes with their pods, containers and the kubelet's reasons, and what runs on. */
export const describeStall = (subject: string, watch: RestartWatch, strategy: UpdateStrategy, unreachable: readonly NodeState[]): string => {
  const left = watch.pending.filter(({ ready }) => ready).length;
  const goesOn = left === 0 ? '' : ` ${left} ${left === 1 ? 'node runs' : 'nodes run'} on with the pod from before.`;
  if (watch.stalled.length > 0) return `${subject} does not get on: ${nameSome(watch.stalled.map(describeDown), 10, '; ')}.${goesOn}`;
  const bound = strategy.type === 'OnDelete' ? 'OnDelete' : `maxUnavailable ${strategy.maxUnavailable}, maxSurge ${strategy.maxSurge}`;
  const causes = [...(watch.unwell.length === 0 ? [] : [`not Ready before either: ${nameSome(watch.unwell.map(describeDown), 10, '; ')}`]), ...(unreachable.length === 0 ? [] : [`nodes that are not Ready: ${nameSome(unreachable.map(({ name }) => name), 10)}`])];
  return `${subject} does not get on: the DaemonSet (${bound}) has replaced no pod for ${Math.round(watch.heldMs / 1_000)} s${causes.length === 0 ? '' : `; ${causes.join('; ')}`}.${goesOn}`;
};

/** What to do about it: where to look first, and how to go back. */
export const stallRemediation = (watch: RestartWatch, wayBack: string): string => {
  const pod = [...watch.stalled, ...watch.unwell].find((each) => each.pod !== undefined)?.pod;
  const container = pod?.container === undefined ? '' : ` -c ${pod.container}`;
  const look =
    pod === undefined
      ? 'Look why no pod comes: kubectl -n kube-system get events.'
      : `Look at the pod: kubectl -n kube-system describe pod ${pod.name}; kubectl -n kube-system logs ${pod.name}${container}${(pod.restarts ?? 0) > 0 ? ' --previous' : ''}.`;
  return `${look} ${wayBack}`;
};

/** One node whose pod isn't there or isn't Ready, with the kubelet's reason. */
export const describeDown = ({ node, pod, downMs }: DownNode): string => {
  const since = `for ${Math.round(downMs / 1_000)} s`;
  if (pod === undefined) return `${node} has had no pod ${since}`;
  if (pod.terminating) return `${node}: pod ${pod.name} has been going ${since} and no other came`;
  const restarts = pod.restarts === undefined ? '' : `, ${pod.restarts} restart${pod.restarts === 1 ? '' : 's'}`;
  const message = pod.message === undefined ? '' : ` (${pod.message})`;
  return `${node}: pod ${pod.name} has not been Ready ${since}: ${pod.reason ?? 'it starts, or its readiness probe fails'}${pod.container === undefined ? '' : ` of container ${pod.container}`}${restarts}${message}`;
};

/** The first names, and how many more there are. */
export const nameSome = (names: readonly string[], most = 3, separator = ', '): string =>
  names.length > most ? `${names.slice(0, most).join(separator)} and ${names.length - most} more` : names.join(separator);

const nameWithReason = ({ node, pod }: DownNode): string => (pod?.reason === undefined ? node : `${node} (${pod.reason})`);
