// Plans once against a cluster that is served, and prints one line of JSON: what was answered, how long it took, what it held.
import { createAffinityStep } from '@ack-hybrid/calico-affinity';
import { createKubernetes, Secret } from '@ack-hybrid/core';

const [server = '', who = ''] = process.argv.slice(2);
const kubeconfig = `apiVersion: v1
kind: Config
clusters: [{name: dc, cluster: {server: "${server}", insecure-skip-tls-verify: true}}]
users: [{name: admin, user: {token: "t"}}]
contexts: [{name: dc, context: {cluster: dc, user: admin}}]
current-context: dc
`;
const kubernetes = createKubernetes({ kind: 'text', text: new Secret(kubeconfig) });
// Loaded before the clock starts: every tool that speaks to the cluster by this client pays for it once.
const core = await kubernetes.api((sdk) => sdk.CoreV1Api);
const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);

/** What every script in the field begins with: the lists as the client gives them. */
const listWhole = async () => {
  const { items } = await core.listNode();
  const [daemonSets, deployments] = [await apps.listDaemonSetForAllNamespaces(), await apps.listNamespacedDeployment({ namespace: 'kube-system' })];
  const lose = items.filter((node) => node.metadata?.labels?.['alibabacloud.com/external'] === 'true').length;
  return { keep: items.length - lose, lose, held: [items, daemonSets, deployments] };
};

const plan = async () => {
  const made = await createAffinityStep({ kubernetes }).plan();
  const [agent] = made.desired.agents;
  return { keep: agent?.preview.keep.length ?? -1, lose: agent?.preview.lose.length ?? -1, held: [made] };
};

const heap = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const before = heap();
const peakBefore = process.resourceUsage().maxRSS;
const started = performance.now();
const { keep, lose, held } = await (who === 'ours' ? plan() : listWhole());
const milliseconds = performance.now() - started;
const peak = process.resourceUsage().maxRSS - peakBefore;
const retained = heap() - before;
process.stdout.write(JSON.stringify({ keep, lose, milliseconds, peakKilobytes: peak, retainedBytes: retained, held: held.length }));
