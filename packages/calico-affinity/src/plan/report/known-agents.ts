import type { KnownWorkload } from './known-workload.ts';
import { imageCalled, imageNamed } from './workload-sign.ts';

// A collector that is a Deployment serves the cluster, wherever it runs.
const kinds = ['DaemonSet'] as const;

/** What watches nodes or gives access to their devices: an agent for each node, whose use in the cloud is a decision. By their common images and labels, which were not read in the projects' own charts. */
export const knownAgents: readonly KnownWorkload[] = [
  {
    software: 'node exporter',
    recommendation: 'decide',
    kinds,
    signs: [{ image: imageCalled('node-exporter', 'mirrored-prometheus-node-exporter') }, { labels: { 'app.kubernetes.io/name': 'node-exporter' } }, { labels: { 'app.kubernetes.io/name': 'prometheus-node-exporter' } }, { container: 'node-exporter' }],
    reason: 'cloud nodes without it are missing in the metrics; with it, Prometheus scrapes over the line, and security groups must let its port in',
  },
  {
    software: 'a log agent',
    recommendation: 'decide',
    kinds,
    signs: [
      { image: imageCalled('fluent-bit', 'fluentd', 'fluentd-kubernetes-daemonset', 'promtail', 'filebeat', 'vector', 'alloy', 'loongcollector', 'logtail', 'ilogtail', 'logtail-ds') },
      { labels: { 'app.kubernetes.io/name': 'fluent-bit' } },
      { labels: { 'app.kubernetes.io/name': 'fluentd' } },
      { labels: { 'app.kubernetes.io/name': 'promtail' } },
    ],
    reason: 'without it the logs of cloud pods are lost; with it they go over the line, or need a store in the cloud',
  },
  {
    software: 'a monitoring agent',
    recommendation: 'decide',
    kinds,
    signs: [{ image: /(^|[/-])(datadog|gcr\.io\/datadoghq)\/agent$/ }, { image: imageCalled('elastic-agent', 'metricbeat', 'telegraf', 'opentelemetry-collector', 'opentelemetry-collector-contrib', 'opentelemetry-collector-k8s', 'zabbix-agent2?', 'dynatrace-oneagent') }],
    reason: 'cloud nodes without it are not watched; with it they report over the line, and it may cost a licence for each node',
  },
  {
    software: 'node-problem-detector',
    recommendation: 'decide',
    kinds,
    signs: [{ image: imageCalled('node-problem-detector') }, { labels: { 'app.kubernetes.io/name': 'node-problem-detector' } }, { labels: { app: 'node-problem-detector' } }],
    reason: 'its rules read logs at paths of the on-premises image: look whether those of the cloud image are the same',
  },
  {
    software: 'Falco',
    recommendation: 'decide',
    kinds,
    signs: [{ image: imageCalled('falco', 'falco-no-driver', 'falco-driver-loader') }, { labels: { 'app.kubernetes.io/name': 'falco' } }],
    reason: 'its driver has to fit the kernel of the cloud nodes; without it they are not watched',
  },
  {
    software: "NVIDIA's device plug-in and its companions",
    recommendation: 'decide',
    kinds,
    signs: [
      { image: imageNamed('nvidia', 'k8s-device-plugin', 'gpu-feature-discovery', '[a-z0-9-]*dcgm[a-z-]*', 'gpu-operator[a-z-]*', 'container-toolkit', 'driver') },
      { image: imageCalled('dcgm-exporter') },
      { labels: { name: 'nvidia-device-plugin-ds' } },
      { labels: { app: 'nvidia-device-plugin-daemonset' } },
    ],
    reason: 'GPU instances need one device plug-in and a driver, and only one: look whether the image of the pool brings its own; other cloud nodes need none',
  },
  {
    software: 'Node Feature Discovery',
    recommendation: 'decide',
    kinds,
    signs: [{ image: imageCalled('node-feature-discovery') }, { labels: { 'app.kubernetes.io/name': 'node-feature-discovery' } }],
    reason: 'its labels steer other workloads to cloud nodes, wanted or not',
  },
];
