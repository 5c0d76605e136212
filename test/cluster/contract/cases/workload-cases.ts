import { type ContractCase } from '../contract-case.ts';
import { affinity, daemonSet, onPremises, paths, pod } from '../objects.ts';

const { daemonSets, pods, namespaces } = paths;

/** The forms that Calico's own DaemonSet uses (projectcalico/calico, manifests/calico.yaml): probes, references, mounts, limits, a rolling update. */
const calico = {
  hostNetwork: true,
  priorityClassName: 'system-node-critical',
  serviceAccountName: 'calico-node',
  terminationGracePeriodSeconds: 0,
  tolerations: [{ effect: 'NoSchedule', operator: 'Exists' }, { key: 'CriticalAddonsOnly', operator: 'Exists' }, { effect: 'NoExecute', operator: 'Exists' }],
  initContainers: [
    { name: 'install-cni', image: 'docker.io/calico/cni:v3.30.0', command: ['/opt/cni/bin/install'], envFrom: [{ configMapRef: { name: 'kubernetes-services-endpoint', optional: true } }], securityContext: { privileged: true }, volumeMounts: [{ mountPath: '/host/opt/cni/bin', name: 'cni-bin-dir' }] },
  ],
  containers: [
    {
      name: 'calico-node',
      image: 'docker.io/calico/node:v3.30.0',
      env: [
        { name: 'NODENAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
        { name: 'CALICO_NETWORKING_BACKEND', valueFrom: { configMapKeyRef: { name: 'calico-config', key: 'calico_backend' } } },
        { name: 'FELIX_EMPTY', value: '' },
      ],
      resources: { requests: { cpu: '250m' }, limits: { memory: '512Mi' } },
      lifecycle: { preStop: { exec: { command: ['/bin/calico-node', '-shutdown'] } } },
      livenessProbe: { exec: { command: ['/bin/calico-node', '-felix-live'] }, periodSeconds: 10, initialDelaySeconds: 10, failureThreshold: 6, timeoutSeconds: 10 },
      readinessProbe: { httpGet: { port: 9099 }, periodSeconds: 10 },
      volumeMounts: [{ mountPath: '/lib/modules', name: 'lib-modules', readOnly: true }, { mountPath: '/sys/fs/', name: 'sysfs', mountPropagation: 'Bidirectional' }],
      securityContext: { privileged: true },
    },
  ],
  volumes: [
    { name: 'lib-modules', hostPath: { path: '/lib/modules' } },
    { name: 'cni-bin-dir', hostPath: { path: '/opt/cni/bin', type: 'DirectoryOrCreate' } },
    { name: 'sysfs', hostPath: { path: '/sys/fs/', type: 'DirectoryOrCreate' } },
    { name: 'config', configMap: { name: 'calico-config' } },
    { name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    { name: 'keys', secret: { secretName: 'keys', optional: true } },
    { name: 'scratch', emptyDir: {} },
  ],
};

export const workloadCases: readonly ContractCase[] = [
  ['a DaemonSet of Calico\'s forms gets its defaults', '201', (api) => api.post(`${daemonSets}?fieldManager=installer&fieldValidation=Strict`, daemonSet('workload-calico', calico, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } } }))],
  ['a DaemonSet with OnDelete keeps no rolling update', '201', (api) => api.post(daemonSets, daemonSet('workload-on-delete', {}, { updateStrategy: { type: 'OnDelete' } }))],
  ['its affinity by a strategic merge patch keeps everything else', '200', async (api) => {
    await api.quietly.post(`${daemonSets}?fieldManager=installer`, daemonSet('workload-patched', calico));
    await api.patch(`${daemonSets}/workload-patched?fieldManager=ack-hybrid&fieldValidation=Strict`, 'strategic', { spec: { template: { spec: { affinity: affinity([onPremises]) } } } });
  }],
  ['its affinity in a server\'s dry run changes nothing', '200 200', async (api) => {
    await api.quietly.post(`${daemonSets}?fieldManager=installer`, daemonSet('workload-dry', calico));
    await api.patch(`${daemonSets}/workload-dry?fieldManager=ack-hybrid&fieldValidation=Strict&dryRun=All`, 'merge', { spec: { template: { spec: { affinity: affinity([onPremises]) } } } });
    await api.get(`${daemonSets}/workload-dry`);
  }],
  ['pods with requests and limits have their class of service', '201 201', async (api) => {
    const resources = (own: object) => ({ containers: [{ name: 'main', image: 'i:v1', resources: own }] });
    await api.post(pods, pod('workload-guaranteed', resources({ limits: { cpu: '1', memory: '1Gi' } })));
    await api.post(pods, pod('workload-burstable', resources({ requests: { cpu: '100m' }, limits: { memory: '1Gi' } })));
  }],
  ['a pod of a probe runs once and on one node', '201', (api) =>
    api.post(`${pods}?fieldManager=ack-hybrid&fieldValidation=Strict`, pod('workload-probe', {
      restartPolicy: 'Never', nodeName: 'contract-absent', activeDeadlineSeconds: 60, tolerations: [{ operator: 'Exists' }], hostNetwork: false, enableServiceLinks: false,
      containers: [{ name: 'probe', image: 'busybox:1.37', command: ['sh', '-c', 'true'], resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '32Mi' } }, securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } }],
    }, { labels: { 'app.kubernetes.io/managed-by': 'ack-hybrid' } }))],
  ['an image without a tag is pulled always', '201', (api) => api.post(pods, pod('workload-latest', { containers: [{ name: 'a', image: 'busybox' }, { name: 'b', image: 'busybox:latest' }, { name: 'c', image: 'busybox@sha256:0000000000000000000000000000000000000000000000000000000000000000' }] }))],
  ['a generated name is the prefix and five letters', '201', async (api) => {
    const made = await api.silently.post(pods, { ...pod(''), metadata: { generateName: 'generated-' } });
    if (!/^generated-[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(made.metadata.name)) throw new Error(`the generated name is ${made.metadata.name}`);
    await api.post(pods, { ...pod('generated-fixed'), metadata: { name: 'generated-fixed', generateName: 'generated-' } });
  }],
  ['namespaces are deleted one by one', '405', (api) => api.delete(`${namespaces}?labelSelector=set%3Dnothing`)],
];
