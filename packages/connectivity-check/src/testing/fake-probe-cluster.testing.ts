import { ApiError, ConflictError } from '@ack-hybrid/core';
import type { KeptReport, KubernetesNode, ProbeCluster, ProbePod, ProbePodState } from '../api/port.ts';

/** Thrown where the fake plays a process that was killed. */
export const death = new DOMException('killed', 'AbortError');

/** A cluster in memory whose pods run at once; `isOpen` decides each probe. */
export class FakeProbeCluster implements ProbeCluster {
  nodes: KubernetesNode[] = [];
  dns: string | undefined = '172.21.0.10';
  report: KeptReport | undefined;
  readonly pods = new Map<string, { pod: ProbePod; state: ProbePodState }>();
  readonly writes: string[] = [];
  readonly images = new Set<string>();
  /** Whether a command of the script gets through. */
  isOpen: (command: string, pod: ProbePod) => boolean = () => true;
  /** How a new pod starts; by default it runs at once. */
  start: (pod: ProbePod) => Partial<ProbePodState> = () => ({});
  /** What a write of this kind meets, once. */
  fault: { readonly write: 'create pod' | 'write report'; readonly kind: 'lost-answer' | 'conflict' | 'dies' } | undefined;
  #count = 0;

  listNodes = async (): Promise<readonly KubernetesNode[]> => this.nodes;
  readDnsServiceIp = async (): Promise<string | undefined> => this.dns;
  listPods = async (): Promise<readonly ProbePodState[]> => [...this.pods.values()].map((entry) => entry.state);

  createPod = async (pod: ProbePod, image: string): Promise<void> =>
    this.#write('create pod', `create ${pod.role} on ${pod.nodeName}`, () => {
      this.images.add(image);
      if (this.pods.has(pod.name)) return;
      const phase = pod.role === 'target' ? 'Running' : 'Succeeded';
      this.pods.set(pod.name, { pod, state: { name: pod.name, phase, ready: true, podIp: pod.network === 'pod' ? `10.9.0.${++this.#count}` : '', reason: '', ...this.start(pod) } });
    });

  readLog = async (name: string): Promise<string> => {
    const entry = this.pods.get(name);
    if (entry?.state.phase !== 'Succeeded') throw new ApiError({ service: 'kubernetes', operation: 'get pods/log', errorCode: 'BadRequest', detail: 'is waiting', outcome: 'refused' });
    return [...(entry.pod.command[2] ?? '').matchAll(/^run '(\w+)' (.*)$/gm)].map(([, id = '', command = '']) => `probe ${id} ${this.isOpen(command, entry.pod) ? 'ok 0' : 'fail 1'}\n`).join('');
  };

  deletePod = async (name: string): Promise<void> => {
    this.writes.push('delete pod');
    this.pods.delete(name);
  };

  readReport = async (): Promise<KeptReport | undefined> => this.report;

  writeReport = async (text: string, resourceVersion: string | undefined): Promise<void> =>
    this.#write('write report', 'write report', () => {
      if (this.report?.resourceVersion !== resourceVersion) throw conflict();
      this.report = { ours: true, resourceVersion: String(++this.#count), text };
    });

  deleteReport = async (resourceVersion: string): Promise<void> => {
    this.writes.push('delete report');
    if (this.report !== undefined && this.report.resourceVersion !== resourceVersion) throw conflict();
    this.report = undefined;
  };

  async #write(write: 'create pod' | 'write report', line: string, body: () => void): Promise<void> {
    this.writes.push(line);
    const fault = this.fault?.write === write ? this.fault : undefined;
    if (fault !== undefined) this.fault = undefined;
    if (fault?.kind === 'conflict') throw conflict();
    body();
    if (fault?.kind === 'dies') throw death;
    if (fault?.kind === 'lost-answer') throw new ApiError({ service: 'kubernetes', operation: write, errorCode: 'ECONNRESET', detail: 'reset', outcome: 'unknown', retryable: true });
  }
}

const conflict = (): ConflictError => new ConflictError({ service: 'kubernetes', operation: 'write', status: 409, errorCode: 'Conflict', detail: 'changed', outcome: 'refused' });

/** A node as the builder makes it: on premises by default. */
export const nodeOf = (name: string, internalIp: string, changes: Partial<KubernetesNode> = {}): KubernetesNode => ({ name, internalIp, providerId: '', zone: '', isCloud: false, ready: true, ...changes });

/** A cluster with three on-premises and two cloud nodes. */
export const hybridCluster = (): FakeProbeCluster => {
  const cluster = new FakeProbeCluster();
  const cloud = { isCloud: true, zone: 'cn-hangzhou-i' };
  cluster.nodes = [
    nodeOf('dc-1', '192.168.0.10'),
    nodeOf('dc-2', '192.168.0.11'),
    nodeOf('dc-3', '192.168.0.12'),
    nodeOf('c-1', '10.10.24.1', { ...cloud, providerId: 'cn-hangzhou.i-1' }),
    nodeOf('c-2', '10.10.24.2', { ...cloud, providerId: 'cn-hangzhou.i-2' }),
  ];
  return cluster;
};
