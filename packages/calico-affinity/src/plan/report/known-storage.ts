import type { KnownWorkload } from './known-workload.ts';
import { imageCalled, imageNamed } from './workload-sign.ts';

const disks = 'it uses disks of the node that it runs on: on a cloud node it would offer the system disk, which goes with the node';

const daemon = ['DaemonSet'] as const;
const aliCsi = imageNamed('acs', 'csi-plugin');

/**
 * Storage. The last one recognises every other CSI driver by its registrar sidecar, so Alibaba Cloud's own come first.
 * Sources: kubernetes-sigs/alibaba-cloud-csi-driver, deploy/charts values-external.yaml (1bda70d) and templates/plugin.yaml
 * (108f97a); the others by common image names and labels, not checked whole at the source (Rook and Ceph CSI, Longhorn, TopoLVM,
 * OpenEBS, local-path-provisioner, the registrar of kubernetes-csi).
 */
export const knownStorage: readonly KnownWorkload[] = [
  {
    software: "Alibaba Cloud's CSI driver (for nodes outside the cloud)",
    recommendation: 'on-premises',
    signs: [{ image: aliCsi, labels: { nodepool: 'external' } }],
    kinds: daemon,
    reason: 'this part of its chart serves NAS and OSS to on-premises nodes and has no disks; cloud nodes have a part of their own',
  },
  {
    software: "Alibaba Cloud's CSI driver (node plug-in)",
    recommendation: 'cloud',
    signs: [{ image: aliCsi }, { labels: { app: 'csi-plugin' }, container: 'csi-plugin' }],
    kinds: daemon,
    reason: 'it attaches disks to ECS instances, and cloud nodes need it for volumes; on premises there is no instance to attach to',
  },
  {
    software: "Alibaba Cloud's CSI driver (controller)",
    recommendation: 'cloud',
    signs: [{ image: imageNamed('acs', 'csi-plugin', 'csi-provisioner') }],
    kinds: ['Deployment', 'StatefulSet'],
    reason: "its chart for registered clusters requires cloud nodes of it",
  },
  {
    software: 'Rook or Ceph CSI',
    recommendation: 'on-premises',
    signs: [
      { image: imageNamed('rook', 'ceph') },
      { image: imageNamed('cephcsi', 'cephcsi') },
      { image: imageNamed('ceph', 'ceph') },
      { labels: { app: 'csi-rbdplugin' } },
      { labels: { app: 'csi-cephfsplugin' } },
      { labels: { app: 'rook-discover' } },
      { container: 'csi-rbdplugin' },
      { container: 'csi-cephfsplugin' },
    ],
    reason: "it needs the storage network and the disks of the data centre; a volume mounted in the cloud would hang with the line. Where cloud pods shall mount Ceph over the line all the same, leave the CSI node plug-ins there, knowingly",
  },
  {
    software: 'Longhorn',
    recommendation: 'on-premises',
    signs: [{ image: imageNamed('longhornio', 'longhorn-manager', 'longhorn-instance-manager', 'longhorn-engine') }, { labels: { app: 'longhorn-manager' } }, { labels: { app: 'longhorn-csi-plugin' } }],
    reason: `${disks}, and it would write replicas over the line`,
  },
  {
    software: 'TopoLVM',
    recommendation: 'on-premises',
    signs: [{ image: imageCalled('topolvm', 'topolvm-with-sidecar') }, { labels: { 'app.kubernetes.io/name': 'topolvm' } }],
    reason: `${disks}; it fails where the volume group isn't there`,
  },
  {
    software: 'OpenEBS',
    recommendation: 'on-premises',
    signs: [{ image: imageNamed('openebs', 'node-disk-manager', 'node-disk-exporter', 'zfs-driver', 'lvm-driver', 'mayastor-[a-z-]+', 'provisioner-localpv', 'rawfile-localpv') }, { labels: { 'openebs.io/component-name': 'ndm' } }],
    reason: disks,
  },
  {
    software: 'local-path-provisioner',
    recommendation: 'on-premises',
    signs: [{ image: imageCalled('local-path-provisioner', 'mirrored-local-path-provisioner') }, { labels: { app: 'local-path-provisioner' } }, { image: imageCalled('local-volume-provisioner') }],
    reason: disks,
  },
  {
    software: 'a CSI driver (by its registrar sidecar)',
    recommendation: 'on-premises',
    signs: [{ image: /(^|[/-])(csi-)?node-driver-registrar$/ }],
    kinds: daemon,
    reason: 'its storage is most likely in the data centre: on a cloud node it registers a driver whose volumes can not be mounted, and the scheduler counts on it',
  },
];
