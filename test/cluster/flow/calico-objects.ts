import { pickObject, readManifest, type ManifestObject } from '../manifests/read-manifest.ts';

/** The pool that calico-node makes at its first start, of the manifest's settings: nothing runs here that would make it. */
export const ipPool = (cidr: string): ManifestObject => ({
  apiVersion: 'crd.projectcalico.org/v1',
  kind: 'IPPool',
  metadata: { name: 'default-ipv4-ippool' },
  spec: { allowedUses: ['Workload', 'Tunnel'], blockSize: 26, cidr, ipipMode: 'Always', natOutgoing: true, nodeSelector: 'all()', vxlanMode: 'Never' },
});

/** Calico as its own manifest installs it (manifests/calico.yaml), every object of it. */
export const calicoByManifest = async (podCidr: string): Promise<ManifestObject[]> => [...(await readManifest('calico', 'manifests/calico.yaml')), ipPool(podCidr)];

/** Calico's own definitions (manifests/calico.yaml), and the operator's of Installation (manifests/operator-crds.yaml). */
export const calicoDefinitions = async (): Promise<ManifestObject[]> => [
  ...(await readManifest('calico', 'manifests/operator-crds.yaml', 'name: installations.operator.tigera.io')),
  ...(await readManifest('calico', 'manifests/calico.yaml')).filter(({ kind }) => kind === 'CustomResourceDefinition'),
];

/**
 * What the operator's way brings: the definitions, and the Installation of manifests/custom-resources.yaml with this data centre's pool.
 */
export const calicoByOperator = async (podCidr: string): Promise<ManifestObject[]> => {
  const installation = pickObject(await readManifest('calico', 'manifests/custom-resources.yaml'), 'Installation', 'default') as ManifestObject & { spec: { calicoNetwork: { ipPools: object[] } } };
  const [pool] = installation.spec.calicoNetwork.ipPools;
  const spec = { ...installation.spec, calicoNetwork: { ...installation.spec.calicoNetwork, ipPools: [{ ...pool, cidr: podCidr }] } };
  const namespace = 'calico-system';
  const account: ManifestObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'calico-node', namespace } };
  return [...(await calicoDefinitions()), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, account, { ...installation, spec }, ipPool(podCidr)];
};
