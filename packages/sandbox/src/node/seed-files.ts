/** The operating system of a node's image. */
export type NodeImage = 'alinux3' | 'ubuntu2204';

/** The files and folders of a fresh instance. */
export interface NodeSeed {
  readonly files: Readonly<Record<string, string>>;
  readonly folders: readonly string[];
  readonly osImage: string;
}

const swapsHeader = 'Filename\t\t\t\tType\t\tSize\tUsed\tPriority\n';

/** The text of `/proc/swaps` without swap. */
export const noSwap = swapsHeader;

const folders = '/boot /dev /etc/apt/keyrings /etc/apt/sources.list.d /etc/cni/net.d /etc/containerd /etc/kubernetes/manifests /etc/modules-load.d /etc/profile.d /etc/sysconfig /etc/sysctl.d /etc/systemd/system /etc/yum.repos.d /home /lib/modules /lib/systemd/system /media /mnt /opt/cni/bin /proc/sys/net/ipv4 /run/systemd/system /srv /sys/fs/cgroup /sys/module /usr/lib/systemd/system /usr/local/lib/systemd/system /usr/share/keyrings /var/cache /var/lib/kubelet/pki /var/log/acs /var/tmp'.split(
  ' ',
);

const unit = (description: string, command: string): string => `[Unit]\nDescription=${description}\n\n[Service]\nExecStart=${command}\nRestart=always\n\n[Install]\nWantedBy=multi-user.target\n`;

/**
 * The image as an instance boots from it: without Kubernetes and without a container runtime, with no swap, and with packet
 * forwarding off, as Alibaba Cloud's public images come.
 */
export function seedNode(options: { readonly image: NodeImage; readonly hostname: string; readonly address: string; readonly swap?: boolean; readonly reachableTcp?: readonly string[] }): NodeSeed {
  const rpm = options.image === 'alinux3';
  const name = rpm ? 'Alibaba Cloud Linux 3 (OpenAnolis Edition)' : 'Ubuntu 22.04.5 LTS';
  const release = rpm
    ? `NAME="Alibaba Cloud Linux"\nVERSION="3 (OpenAnolis Edition)"\nID="alinux"\nID_LIKE="rhel fedora centos anolis"\nVERSION_ID="3"\nPLATFORM_ID="platform:al8"\nPRETTY_NAME="${name}"\n`
    : `PRETTY_NAME="${name}"\nNAME="Ubuntu"\nVERSION_ID="22.04"\nVERSION="22.04.5 LTS (Jammy Jellyfish)"\nVERSION_CODENAME=jammy\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=jammy\n`;
  return {
    osImage: name,
    folders,
    files: {
      '/etc/os-release': release,
      '/etc/hostname': `${options.hostname}\n`,
      '/etc/hosts': `127.0.0.1 localhost\n${options.address} ${options.hostname}\n`,
      '/etc/resolv.conf': 'nameserver 100.100.2.136\nnameserver 100.100.2.138\n',
      '/etc/machine-id': `${Buffer.from(options.hostname).toString('hex').padEnd(32, '0').slice(0, 32)}\n`,
      '/etc/fstab': `UUID=00000000-0000-0000-0000-000000000001 / ext4 defaults 1 1\n${options.swap === true ? '/swapfile none swap sw 0 0\n' : ''}`,
      '/etc/profile': '',
      '/etc/sysctl.conf': '',
      '/proc/swaps': swapsHeader + (options.swap === true ? '/swapfile                               file\t\t2097148\t0\t-2\n' : ''),
      '/proc/cpuinfo': 'processor\t: 0\n',
      '/proc/sys/net/ipv4/ip_forward': '0\n',
      '/proc/1/comm': 'systemd\n',
      '/sys/module/overlay/initstate': 'live\n',
      '/sys/fs/cgroup/cgroup.controllers': 'cpuset cpu io memory pids\n',
      ...(rpm ? { '/etc/redhat-release': `${name}\n`, '/etc/selinux/config': 'SELINUX=disabled\nSELINUXTYPE=targeted\n' } : { '/etc/debian_version': 'bookworm/sid\n' }),
      // Bash opens /dev/tcp/<host>/<port> as a connection; here the files stand for the ports that the network reaches.
      ...Object.fromEntries((options.reachableTcp ?? []).map((target) => [`/dev/tcp/${target.replace(':', '/')}`, ''])),
    },
  };
}

/** What the packages bring along, by package name. Files that exist are kept, as rpm and dpkg keep configuration. */
export function packageFiles(image: NodeImage): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const environmentFile = image === 'alinux3' ? '/etc/sysconfig/kubelet' : '/etc/default/kubelet';
  return {
    'containerd.io': {
      '/usr/lib/systemd/system/containerd.service': unit('containerd', '/usr/bin/containerd'),
      // Docker's package switches the plugin off that Kubernetes needs.
      '/etc/containerd/config.toml': 'disabled_plugins = ["cri"]\n',
    },
    containerd: { '/usr/lib/systemd/system/containerd.service': unit('containerd', '/usr/bin/containerd') },
    kubelet: {
      '/usr/lib/systemd/system/kubelet.service': unit('kubelet', '/usr/bin/kubelet'),
      // Debian's package leaves the file to the administrator.
      ...(image === 'alinux3' ? { [environmentFile]: 'KUBELET_EXTRA_ARGS=\n' } : {}),
    },
    kubeadm: {
      '/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf': [
        '[Service]',
        'Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"',
        'Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"',
        'EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env',
        `EnvironmentFile=-${environmentFile}`,
        'ExecStart=',
        'ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS',
        '',
      ].join('\n'),
    },
  };
}
