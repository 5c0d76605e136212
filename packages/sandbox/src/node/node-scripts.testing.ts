import { defaultWorld } from '../world.ts';

const { apiServer, joinToken } = defaultWorld.dataCenter;

/** What every node script does before the part that matters: repository, kernel settings, packages, the container runtime. */
export const prepareScript = `#!/bin/bash
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
`;

/** The join by flags, without a name for the node. */
export const joinCommand = `kubeadm join ${apiServer} --token ${joinToken} --discovery-token-unsafe-skip-ca-verification`;

const kubeletArguments =
  'KUBELET_EXTRA_ARGS=--provider-id=$ALIBABA_CLOUD_PROVIDER_ID --hostname-override=$ALIBABA_CLOUD_NODE_NAME --node-labels=$ALIBABA_CLOUD_LABELS --register-with-taints=$ALIBABA_CLOUD_TAINTS';

/** A script that does everything right. */
export const goodScript = `${prepareScript}echo "${kubeletArguments}" > /etc/sysconfig/kubelet\n${joinCommand} --node-name "$ALIBABA_CLOUD_NODE_NAME"\n`;
