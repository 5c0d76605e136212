import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAlibabaCloud, createKubernetes, Secret, type AlibabaCloud, type Kubernetes } from '@ack-hybrid/core';
import { startSandbox, type Sandbox } from '@ack-hybrid/sandbox';

/** A sandbox in which every step before the node pool is done: Calico stays away, Terway is installed, the script is registered. */
export interface HybridSandbox {
  readonly sandbox: Sandbox;
  readonly cloud: AlibabaCloud;
  readonly kubernetes: Kubernetes;
  /** Has the server give another script from now on. */
  serveScript(text: string): void;
  stop(): Promise<void>;
}

const timing = { taskMs: 20, bootMs: 10, podReadyMs: 10, tickMs: 10 };
const external = 'alibabacloud.com/external';

export const startHybridSandbox = async (): Promise<HybridSandbox> => {
  const sandbox = await startSandbox({ timing });
  let script = workingScript(sandbox);
  const server = createServer((_request, response) => response.end(script));
  try {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { world } = sandbox;
    const endpoint = (service: 'cs' | 'ecs' | 'vpc') => `http://${sandbox.endpoints[service]}`;
    const cloud = createAlibabaCloud({
      region: world.region,
      credentials: { accessKeyId: world.accessKeyId, accessKeySecret: new Secret(world.accessKeySecret) },
      endpoints: { cs: endpoint('cs'), ecs: endpoint('ecs'), vpc: endpoint('vpc') },
      retry: { minDelayMs: 5, maxDelayMs: 50 },
    });
    const kubernetes = createKubernetes({ kind: 'text', text: new Secret(sandbox.kubeconfig) }, { retry: { minDelayMs: 5, maxDelayMs: 50 } });
    await prepareCluster(kubernetes, `http://127.0.0.1:${(server.address() as AddressInfo).port}/init.sh`);
    await installTerway(sandbox, cloud, kubernetes);
    await settle(sandbox);
    return { sandbox, cloud, kubernetes, serveScript: (text) => (script = text), stop: () => stop(sandbox, server) };
  } catch (error) {
    await stop(sandbox, server);
    throw error;
  }
};

const stop = async (sandbox: Sandbox, server: Server): Promise<void> => {
  await sandbox.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
};

/** Waits for the rollouts and tasks that the preparation set off, so that a snapshot is of a world at rest. */
const settle = async (sandbox: Sandbox): Promise<void> => {
  let last = '';
  for (let looks = 0; looks < 100; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, 150));
    const seen = JSON.stringify(await sandbox.snapshot());
    if (seen === last && seen.includes('DaemonSet/kube-system/terway-eniip')) return;
    last = seen;
  }
};

const workingScript = ({ world }: Sandbox): string => `#!/bin/bash
set -e
cat <<EOF > /etc/yum.repos.d/kubernetes.repo
[kubernetes]
baseurl=https://mirrors.aliyun.com/kubernetes-new/core/stable/v1.33/rpm/
EOF
modprobe br_netfilter
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/99-kubernetes-cri.conf
sysctl --system
yum install -y containerd.io kubelet-1.33.2 kubeadm-1.33.2 kubectl-1.33.2
mkdir -p /etc/containerd && containerd config default > /etc/containerd/config.toml
sed -i 's/SystemdCgroup = false/SystemdCgroup = true/' /etc/containerd/config.toml
systemctl daemon-reload && systemctl enable --now containerd
echo "KUBELET_EXTRA_ARGS=--provider-id=$ALIBABA_CLOUD_PROVIDER_ID --hostname-override=$ALIBABA_CLOUD_NODE_NAME --node-labels=$ALIBABA_CLOUD_LABELS" > /etc/sysconfig/kubelet
kubeadm join ${world.dataCenter.apiServer} --token ${world.dataCenter.joinToken} --discovery-token-unsafe-skip-ca-verification --node-name "$ALIBABA_CLOUD_NODE_NAME"
`;

const prepareCluster = async (kubernetes: Kubernetes, scriptUrl: string): Promise<void> => {
  const { sdk } = await kubernetes.load();
  const core = await kubernetes.api((module) => module.CoreV1Api);
  const apps = await kubernetes.api((module) => module.AppsV1Api);
  const merge = sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch);
  await core.patchNamespacedConfigMap({ name: 'ack-agent-config', namespace: 'kube-system', body: { data: { addNodeScriptPath: scriptUrl } } }, merge);
  const requirement = { key: external, operator: 'NotIn', values: ['true'] };
  const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [requirement] }] } } };
  await apps.patchNamespacedDaemonSet({ name: 'calico-node', namespace: 'kube-system', body: { spec: { template: { spec: { affinity } } } } }, merge);
};

const installTerway = async ({ world }: Sandbox, cloud: AlibabaCloud, kubernetes: Kubernetes): Promise<void> => {
  const { client, sdk: cs } = await cloud.client('cs', () => import('@alicloud/cs20151215'));
  await client.installClusterAddons(world.cluster.id, new cs.InstallClusterAddonsRequest({ body: [new cs.InstallClusterAddonsRequestBody({ name: 'terway-eniip', version: 'v1.15.3' })] }));
  const { sdk } = await kubernetes.load();
  const core = await kubernetes.api((module) => module.CoreV1Api);
  const [nodes, pods] = world.vswitches;
  const eniConf = { version: '1', vswitches: { [nodes?.zone ?? '']: [pods?.id] }, security_group: world.cluster.securityGroupId, service_cidr: world.dataCenter.serviceCidr, vswitch_selection_policy: 'ordered' };
  await core.createNamespacedSecret({
    namespace: 'kube-system',
    body: { metadata: { name: 'alibaba-addon-secret' }, stringData: { 'access-key-id': world.accessKeyId, 'access-key-secret': world.accessKeySecret } },
  });
  for (let tries = 0; ; tries += 1) {
    try {
      await core.patchNamespacedConfigMap({ name: 'eni-config', namespace: 'kube-system', body: { data: { eni_conf: JSON.stringify(eniConf) } } }, sdk.setHeaderOptions('Content-Type', sdk.PatchStrategy.MergePatch));
      return;
    } catch (error) {
      // The add-on's task makes the ConfigMap.
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
};
