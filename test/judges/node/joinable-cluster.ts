import { createHash, X509Certificate } from 'node:crypto';
import { CoreV1Api, KubeConfig, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { startControlPlane, type ControlPlane } from '../../control-plane/start-control-plane.ts';

/** A real control plane that nodes can join by a bootstrap token. */
export interface JoinableCluster {
  readonly controlPlane: ControlPlane;
  /** `127.0.0.1:PORT` */
  readonly apiServer: string;
  readonly token: string;
  /** `sha256:` and the hash of the CA's key. */
  readonly caCertificateHash: string;
}

const token = 'abcdef.0123456789abcdef';

/**
 * Starts a control plane with what `kubeadm init` leaves for joins: a bootstrap token, and the ConfigMap cluster-info, which
 * anyone may read and Kubernetes' own bootstrap signer signs.
 */
export const startJoinableCluster = async (): Promise<JoinableCluster> => {
  const controlPlane = await startControlPlane({ kind: 'full', flags: { 'kube-apiserver': { 'enable-bootstrap-token-auth': 'true' }, 'kube-controller-manager': { controllers: '*,bootstrapsigner' } } });
  const config = new KubeConfig();
  config.loadFromString(controlPlane.kubeconfig);
  const core = config.makeApiClient(CoreV1Api);
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  const certificate = Buffer.from(config.getCurrentCluster()?.caData ?? '', 'base64').toString();
  const [id = '', secret = ''] = token.split('.');
  await core.createNamespacedSecret({
    namespace: 'kube-system',
    body: { metadata: { name: `bootstrap-token-${id}` }, type: 'bootstrap.kubernetes.io/token', stringData: { 'token-id': id, 'token-secret': secret, 'usage-bootstrap-signing': 'true', 'usage-bootstrap-authentication': 'true' } },
  });
  const kubeconfig = { apiVersion: 'v1', kind: 'Config', clusters: [{ name: '', cluster: { server: controlPlane.server, 'certificate-authority-data': Buffer.from(certificate).toString('base64') } }], contexts: [], users: [], 'current-context': '' };
  const namespace = 'kube-public';
  await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'cluster-info' }, data: { kubeconfig: JSON.stringify(kubeconfig) } } });
  await rbac.createNamespacedRole({ namespace, body: { metadata: { name: 'cluster-info' }, rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: ['cluster-info'], verbs: ['get'] }] } });
  await rbac.createNamespacedRoleBinding({ namespace, body: { metadata: { name: 'cluster-info' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'cluster-info' }, subjects: [{ kind: 'User', name: 'system:anonymous' }] } });
  const deadline = Date.now() + 30_000;
  for (;;) {
    const { data } = await core.readNamespacedConfigMap({ namespace, name: 'cluster-info' });
    if (data?.[`jws-kubeconfig-${id}`] !== undefined) break;
    if (Date.now() > deadline) throw new Error('the bootstrap signer did not sign cluster-info within 30 s');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return { controlPlane, apiServer: controlPlane.server.replace('https://', ''), token, caCertificateHash: `sha256:${createHash('sha256').update(key).digest('hex')}` };
};
