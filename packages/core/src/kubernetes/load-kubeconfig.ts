import { existsSync } from 'node:fs';
import type { KubeConfig } from '@kubernetes/client-node';
import { HybridError } from '../errors/hybrid-error.ts';
import { InvalidInputError } from '../errors/invalid-input-error.ts';
import type { KubernetesSdk, KubernetesSource } from './kubernetes.ts';

/**
 * Loads the kubeconfig of a source.
 *
 * @throws {InvalidInputError} for a file that isn't there, text that is no kubeconfig, a context that it doesn't have
 * @throws {HybridError} `MissingKubeconfig` where the default chain gives none
 */
export const loadKubeConfig = async (sdk: KubernetesSdk, source: KubernetesSource): Promise<KubeConfig> => {
  if (source.kind === 'config') return source.config;
  const config = new sdk.KubeConfig();
  if (source.kind === 'default') return loadDefault(config);
  if (source.kind === 'path') {
    if (!existsSync(source.path)) throw invalid(`${source.path} does not exist`, 'kubeconfig.path');
    parse(source.path, () => config.loadFromFile(source.path));
    if (source.context !== undefined) {
      if (config.getContextObject(source.context) === null) {
        throw invalid(`${source.path} has no context "${source.context}"; it has ${config.getContexts().map((context) => context.name).join(', ')}`, 'kubeconfig.context');
      }
      config.setCurrentContext(source.context);
    }
  } else if (source.kind === 'text') {
    parse('the kubeconfig text', () => config.loadFromString(source.text.reveal()));
  } else {
    const text = await readRegisteredClusterConfig(source);
    parse(`the kubeconfig of cluster ${source.clusterId}`, () => config.loadFromString(text));
  }
  if (config.getCurrentCluster() === null) throw invalid('its current context names no cluster', 'kubeconfig');
  return config;
};

// loadFromDefault falls back to http://localhost:8080 in silence, which no one means.
const loadDefault = (config: KubeConfig): KubeConfig => {
  parse('the default kubeconfig', () => config.loadFromDefault());
  const cluster = config.getCurrentCluster();
  if (cluster === null || (cluster.server === 'http://localhost:8080' && cluster.name === 'cluster')) {
    throw new HybridError({
      code: 'MissingKubeconfig',
      message: 'no kubeconfig: neither KUBECONFIG nor ~/.kube/config gives one, and this is no pod of a cluster',
      remediation: 'Set KUBECONFIG to the kubeconfig of the on-premises cluster, or name the file.',
    });
  }
  return config;
};

const readRegisteredClusterConfig = async (source: Extract<KubernetesSource, { kind: 'registered-cluster' }>): Promise<string> => {
  const { cloud, clusterId } = source;
  const { client, sdk } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
  const response = await cloud.call({ service: 'cs', operation: 'DescribeClusterUserKubeconfig', kind: 'read' }, () =>
    client.describeClusterUserKubeconfig(clusterId, new sdk.DescribeClusterUserKubeconfigRequest({ privateIpAddress: source.privateAddress ?? true })),
  );
  const text = response.body?.config;
  if (text === undefined || text === '') throw invalid('Container Service answers with an empty kubeconfig', `cluster ${clusterId}`);
  return text;
};

const parse = (subject: string, load: () => void): void => {
  try {
    load();
  } catch (cause) {
    // The parser's message quotes the text, which may hold a token: only its first words are safe.
    const reason = cause instanceof Error ? (cause.message.split('\n')[0] ?? '').slice(0, 80) : 'unreadable';
    throw new InvalidInputError({ issues: [{ path: 'kubeconfig', message: `${subject} is no kubeconfig: ${reason}` }] });
  }
};

const invalid = (message: string, path: string): InvalidInputError =>
  new InvalidInputError({ issues: [{ path, message }], remediation: 'Name a kubeconfig that kubectl can use.' });
