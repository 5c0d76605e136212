/** An object of the add-on, as the agent creates it. */
export interface AddonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [member: string]: unknown;
}

const namespace = 'kube-system';
const labels = { 'app.kubernetes.io/managed-by': 'ack-addon', 'app.kubernetes.io/name': 'terway-eniip' };

/** How the add-on's `config` fills the template; what is absent stays a placeholder, as in the vendor's guide. */
const replacements: readonly (readonly [key: string, placeholder: string])[] = [
  ['ClusterID', '{{.ClusterID}}'],
  ['ServiceCIDR', '{{.ServiceCIDR}}'],
  ['SecurityGroupId', '{{.SecurityGroupId}}'],
];

/**
 * What the add-on terway-eniip of Container Service puts into the cluster, in the order of creation. The DaemonSet selects
 * `alibabacloud.com/external=true`, which the open-source chart does not.
 */
export function terwayAddon(version: string, config: Readonly<Record<string, unknown>>): readonly AddonObject[] {
  let eniConf = JSON.stringify(
    {
      version: '1',
      max_pool_size: 5,
      min_pool_size: 0,
      vswitches: { AZoneID: ['VswitchId'] },
      eni_tags: { 'ack.aliyun.com': '{{.ClusterID}}' },
      service_cidr: '{{.ServiceCIDR}}',
      security_group: '{{.SecurityGroupId}}',
      access_key: '',
      access_secret: '',
      vswitch_selection_policy: 'ordered',
    },
    undefined,
    2,
  );
  for (const [key, placeholder] of replacements) {
    const value = config[key];
    if (typeof value === 'string' && value !== '') eniConf = eniConf.replaceAll(placeholder, value);
  }
  const podLabels = { app: 'terway-eniip', ...labels };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'terway', namespace, labels } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'terway-pod-reader', labels },
      rules: [
        { apiGroups: [''], resources: ['pods', 'nodes', 'namespaces', 'configmaps', 'serviceaccounts'], verbs: ['get', 'watch', 'list', 'update', 'patch'] },
        { apiGroups: [''], resources: ['pods/status', 'nodes/status'], verbs: ['update', 'patch'] },
      ],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'terway-binding', labels },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'terway-pod-reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'terway', namespace }],
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'eni-config', namespace, labels },
      data: { eni_conf: eniConf, '10-terway.conf': JSON.stringify({ cniVersion: '0.3.0', name: 'terway', type: 'terway' }, undefined, 2) },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'terway-eniip', namespace, labels },
      spec: {
        selector: { matchLabels: { app: 'terway-eniip' } },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
        template: {
          metadata: { labels: podLabels },
          spec: {
            hostNetwork: true,
            serviceAccountName: 'terway',
            priorityClassName: 'system-node-critical',
            nodeSelector: { 'alibabacloud.com/external': 'true' },
            tolerations: [{ operator: 'Exists' }],
            initContainers: [{ name: 'terway-init', image: `registry-vpc.cn-hangzhou.aliyuncs.com/acs/terway:${version}`, command: ['/bin/init.sh'] }],
            containers: [
              { name: 'terway', image: `registry-vpc.cn-hangzhou.aliyuncs.com/acs/terway:${version}`, command: ['/usr/bin/terwayd'], volumeMounts: [{ name: 'configvolume', mountPath: '/etc/eni' }, { name: 'addon-token', mountPath: '/var/alibaba-addon-secret', readOnly: true }] },
              { name: 'policy', image: `registry-vpc.cn-hangzhou.aliyuncs.com/acs/terway:${version}`, command: ['/bin/policyinit.sh'] },
            ],
            volumes: [
              { name: 'configvolume', configMap: { name: 'eni-config', items: [{ key: 'eni_conf', path: 'eni.json' }, { key: '10-terway.conf', path: '10-terway.conf' }] } },
              { name: 'addon-token', secret: { secretName: 'alibaba-addon-secret', optional: true } },
            ],
          },
        },
      },
    },
  ];
}
