import { describe, expect, it } from 'vitest';
import { noSwap, packageFiles, seedNode } from './seed-files.ts';

describe('seedNode', () => {
  it.each([
    ['alinux3', 'ID="alinux"'],
    ['ubuntu2204', 'ID=ubuntu'],
  ] as const)('is a fresh %s without Kubernetes, with forwarding off and without swap', (image, id) => {
    const { files } = seedNode({ image, hostname: 'iz1z', address: '10.0.0.1' });
    expect(files['/etc/os-release']).toContain(id);
    expect(files['/proc/sys/net/ipv4/ip_forward']).toBe('0\n');
    expect(files['/proc/swaps']).toBe(noSwap);
    expect(Object.keys(files).filter((path) => /kubelet|containerd/.test(path))).toEqual([]);
    expect(files['/etc/machine-id']).toMatch(/^[0-9a-f]{32}\n$/);
  });

  it('can come with swap and with ports that answer', () => {
    const { files } = seedNode({ image: 'alinux3', hostname: 'h', address: '10.0.0.1', swap: true, reachableTcp: ['192.168.0.10:6443'] });
    expect(files['/proc/swaps']).toContain('/swapfile');
    expect(files).toHaveProperty(['/dev/tcp/192.168.0.10/6443']);
  });
});

describe('packageFiles', () => {
  it('reads the environment file of the image last in the drop-in of kubeadm', () => {
    const dropIn = (image: 'alinux3' | 'ubuntu2204'): string[] => (packageFiles(image)['kubeadm']?.['/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf'] ?? '').split('\n').filter((line) => line.startsWith('EnvironmentFile'));
    expect(dropIn('alinux3')).toEqual(['EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env', 'EnvironmentFile=-/etc/sysconfig/kubelet']);
    expect(dropIn('ubuntu2204').at(-1)).toBe('EnvironmentFile=-/etc/default/kubelet');
  });
});
