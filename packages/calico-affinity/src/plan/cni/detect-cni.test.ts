import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json.ts';
import type { CniDetection, CniObservation } from './cni-detection.ts';
import { calicoNode, cilium, ciliumEnvoy, cniFolders, cniWorkload, configMap, flannel, policyOnly, requires, terway } from './cni-objects.testing.ts';
import { selectAgents } from './agents-to-place.ts';
import { configMapsToRead } from './config-maps-to-read.ts';
import { detectCni } from './detect-cni.ts';

const detect = (observation: Partial<CniObservation>): CniDetection => detectCni({ daemonSets: [], deployments: [], ...observation });
const only = (...daemonSets: readonly JsonObject[]): CniDetection => detect({ daemonSets });
const outline = ({ found }: CniDetection): readonly unknown[] => found.map(({ plugin, part, workloads }) => [plugin, part, workloads.map(({ reference, component, role }) => `${reference.kind} ${reference.namespace}/${reference.name}: ${component}, ${role}`)]);
const agentsOf = (detection: CniDetection) => selectAgents(detection).agents.map(({ reference }) => reference);
const pluginsOf = ({ found }: CniDetection): readonly string[] => found.map(({ plugin }) => plugin);

describe('Calico', () => {
  it('by manifest is found with everything that belongs to it, and says by what', () => {
    const detection = detect({
      daemonSets: [calicoNode()],
      deployments: [
        cniWorkload('kube-system/calico-kube-controllers', { labels: { 'k8s-app': 'calico-kube-controllers' }, containers: { 'calico-kube-controllers': 'quay.io/calico/kube-controllers:v3.32.0' } }),
        cniWorkload('kube-system/calico-typha', { containers: { 'calico-typha': 'quay.io/calico/typha:v3.32.0' } }),
        cniWorkload('shop/web'),
      ],
      configMaps: [configMap('kube-system/calico-config', { calico_backend: 'bird' })],
    });
    expect(outline(detection)).toEqual([
      [
        'calico-manifest',
        'primary',
        [
          'DaemonSet kube-system/calico-node: node-agent, each-on-premises-node',
          'Deployment kube-system/calico-kube-controllers: kube-controllers, on-premises',
          'Deployment kube-system/calico-typha: typha, on-premises',
        ],
      ],
    ]);
    expect(detection.found[0]?.evidence).toEqual(['CALICO_NETWORKING_BACKEND is bird']);
    expect(detection.found[0]?.workloads[0]?.evidence).toEqual([
      'image quay.io/calico/node:v3.32.0 (container calico-node)',
      'label k8s-app=calico-node',
      'host paths /opt/cni/bin and /etc/cni/net.d',
      'no controller owns it',
    ]);
  });

  const owner = { kind: 'Installation', name: 'default' };
  const operated = [calicoNode('calico-system/calico-node', { owner }), cniWorkload('calico-system/csi-node-driver', { owner, containers: { 'calico-csi': 'quay.io/calico/csi:v3.32.0', 'csi-node-driver-registrar': 'quay.io/calico/node-driver-registrar:v3.32.0' } })];
  const operator = cniWorkload('tigera-operator/tigera-operator', { containers: { 'tigera-operator': 'quay.io/tigera/operator:v1.40.0' } });

  it('by the operator is found with its Installation', () => {
    const detection = detect({ daemonSets: operated, deployments: [operator], installations: [{ metadata: { name: 'default' }, spec: { variant: 'Calico', cni: { type: 'Calico' } } }] });
    expect(outline(detection)).toEqual([
      ['calico-operator', 'primary', ['DaemonSet calico-system/calico-node: node-agent, each-on-premises-node', 'DaemonSet calico-system/csi-node-driver: csi-node-driver, on-premises', 'Deployment tigera-operator/tigera-operator: operator, anywhere']],
    ]);
    expect(detection.found[0]).toMatchObject({ installation: 'default', workloads: [{ controller: owner }, { controller: owner }, {}] });
    expect(detection.found[0]).not.toHaveProperty('enterprise');
    expect(detection.found[0]?.workloads[0]?.evidence).toContain('Installation default owns it');
  });

  it('by the operator is known by the owner alone, though the Installation was not read', () => {
    expect(only(...operated).found[0]).toMatchObject({ plugin: 'calico-operator', installation: 'default' });
  });

  it.each([
    ['in calico-system without an owner, where an Installation is', 'calico-system/calico-node', [{ metadata: { name: 'default' } }], 'calico-operator'],
    ['in calico-system without an owner and without an Installation', 'calico-system/calico-node', [], 'calico-manifest'],
    ['elsewhere without an owner, though an Installation is there', 'network/calico-node', [{ metadata: { name: 'default' } }], 'calico-manifest'],
  ])('%s is %4$s', (_, place, installations, plugin) => {
    expect(pluginsOf(detect({ daemonSets: [calicoNode(place)], installations }))).toEqual([plugin]);
  });

  it.each(['tigera/cnx-node:v3.19.1', 'quay.io/tigera/node:v3.24.0', 'registry.example.com/mirror/tigera/cnx-node@sha256:00901a32', 'gcr.io/unique-caldron-775/cnx/node:v3.24.0'])('is Enterprise by the image %s', (image) => {
    expect(only(calicoNode('calico-system/calico-node', { owner, containers: { 'calico-node': image } })).found[0]).toMatchObject({ plugin: 'calico-operator', enterprise: true });
  });

  it.each([['TigeraSecureEnterprise', true], ['CalicoEnterprise', true], ['Calico', undefined]])('of the variant %s is told', (variant, enterprise) => {
    expect(detect({ daemonSets: operated, installations: [{ metadata: { name: 'default' }, spec: { variant } }] }).found[0]?.enterprise).toBe(enterprise);
  });

  it.each([
    ['by the image alone, from a mirror with a digest', { labels: {}, containers: { agent: 'registry.example.com:5000/dc/calico/node@sha256:4ebc2073' } }],
    ['by the image alone, where the mirror flattened its name', { labels: {}, containers: { agent: 'harbor.example.com/dc/mirrored-calico-node:v3.32.0' } }],
    ['by the container alone', { labels: {}, containers: { 'calico-node': 'registry.example.com/dc/network@sha256:4ebc2073' } }],
    ['by label and host paths', { containers: { agent: 'registry.example.com/dc/network:1' } }],
  ])('under another name in another namespace is known %s', (_, fields) => {
    expect(outline(only(calicoNode('dc-network/nodes', fields)))).toEqual([['calico-manifest', 'primary', ['DaemonSet dc-network/nodes: node-agent, each-on-premises-node']]]);
  });

  it('has components of one image, told apart by their containers', () => {
    const image = 'quay.io/calico/calico:v3.33.0';
    expect(outline(detect({ daemonSets: [cniWorkload('a/b', { containers: { 'calico-csi': image } })], deployments: [cniWorkload('a/c', { containers: { 'calico-typha': image } })] }))).toEqual([
      ['calico-manifest', 'primary', ['DaemonSet a/b: csi-node-driver, on-premises', 'Deployment a/c: typha, on-premises']],
    ]);
  });

  it('whose agent is gone says that the rest may be left over', () => {
    expect(detect({ deployments: [operator] }).found[0]).toMatchObject({ plugin: 'calico-operator', evidence: [expect.stringContaining('no node agent of it was found')] });
  });

  it('on Windows has an agent of its own, which overlaps nothing', () => {
    const detection = only(calicoNode(), calicoNode('kube-system/calico-node-windows', { labels: { 'k8s-app': 'calico-node-windows' }, containers: { node: 'quay.io/calico/node-windows:v3.32.0' }, spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } }));
    expect(detection.found[0]?.workloads.map(({ component }) => component)).toEqual(['node-agent', 'node-agent-windows']);
    expect(detection.relations).toEqual([]);
    expect(agentsOf(detection)).toEqual([{ namespace: 'kube-system', name: 'calico-node' }]);
  });

  it.each([
    ['AmazonVPC', 'policy-only'],
    ['Calico', 'primary'],
  ])('with spec.cni.type %s is %s, whatever its backend is', (type, part) => {
    const node = calicoNode('calico-system/calico-node', { owner, ...policyOnly });
    expect(detect({ daemonSets: [node], installations: [{ metadata: { name: 'default' }, spec: { cni: { type } } }] }).found[0]?.part).toBe(part);
  });

  // Template calico-node.yaml of the chart in projectcalico/calico at 0291087c71e4, which is newer than any manifest that a test here applies.
  it('as its newest template has it, with one image for all init containers, is found, and both images in a registry of one\'s own', () => {
    const newest = (registry: string, node: string) => calicoNode('kube-system/calico-node', {
      containers: { 'calico-node': `${registry}/${node}:v3.33.0` },
      initContainers: { 'upgrade-ipam': `${registry}/calico:v3.33.0`, 'install-cni': `${registry}/calico:v3.33.0`, 'ebpf-bootstrap': `${registry}/${node}:v3.33.0` },
    });
    for (const object of [newest('quay.io/calico', 'node'), newest('harbor.dc.example.com/mirror', 'cn-node')]) {
      expect(outline(only(object))).toEqual([['calico-manifest', 'primary', ['DaemonSet kube-system/calico-node: node-agent, each-on-premises-node']]]);
    }
  });

  it('says where the ConfigMap of its backend is missing', () => {
    const observation = { daemonSets: [calicoNode('net/nodes')] };
    expect(configMapsToRead([...observation.daemonSets, ...observation.daemonSets, cniWorkload('shop/web')])).toEqual([{ namespace: 'net', name: 'calico-config' }]);
    expect(detect(observation).found[0]?.evidence).toEqual(["whether Calico routes is taken for granted: ConfigMap net/calico-config was not read or doesn't say"]);
    expect(detect({ ...observation, configMaps: [configMap('kube-system/calico-config', { calico_backend: 'none' })] }).found[0]?.part).toBe('primary');
    expect(detect({ ...observation, configMaps: [configMap('net/calico-config', { calico_backend: 'none' })] }).found[0]?.part).toBe('policy-only');
  });
});

describe('Canal', () => {
  it.each([
    ['its label', { 'k8s-app': 'canal' }],
    ['Calico and Flannel in one DaemonSet', {}],
  ])('in one DaemonSet is known by %s', (_, labels) => {
    const detection = only(calicoNode('kube-system/rke2-canal', { labels, containers: { 'calico-node': 'rancher/hardened-calico:v3.32.0', 'kube-flannel': 'rancher/hardened-flannel:v0.28.5' }, ...policyOnly }));
    expect(outline(detection)).toEqual([['canal', 'primary', ['DaemonSet kube-system/rke2-canal: node-agent, each-on-premises-node']]]);
    expect(detection.found[0]?.workloads[0]?.evidence).toContain('Calico and Flannel in one DaemonSet');
  });

  it('of two DaemonSets is one plug-in with two agents, and its controllers', () => {
    const detection = detect({ daemonSets: [calicoNode('kube-system/calico-node', policyOnly), flannel()], deployments: [cniWorkload('kube-system/kc', { containers: { 'calico-kube-controllers': 'quay.io/calico/kube-controllers:v3.32.0' } })] });
    expect(outline(detection)).toEqual([
      ['canal', 'primary', ['DaemonSet kube-system/calico-node: node-agent, each-on-premises-node', 'DaemonSet kube-flannel/kube-flannel-ds: node-agent, each-on-premises-node', 'Deployment kube-system/kc: kube-controllers, on-premises']],
    ]);
    expect(detection.found[0]?.evidence).toContain('Calico routes nothing and Flannel is beside it: Canal');
    expect(detection.relations.map(({ kind }) => kind)).toEqual(['layered']);
    expect(agentsOf(detection)).toHaveLength(2);
  });

  it('is not there where Calico routes by itself: that is a migration', () => {
    const detection = detect({ daemonSets: [calicoNode(), flannel()], configMaps: [configMap('kube-system/calico-config', { calico_backend: 'vxlan' })] });
    expect(pluginsOf(detection)).toEqual(['calico-manifest', 'flannel']);
    expect(detection.relations).toMatchObject([{ kind: 'overlap', plugins: ['calico-manifest', 'flannel'], message: expect.stringContaining('a migration is under way') }]);
  });

  it('is not there where the operator keeps Calico for policy alone: the network is another', () => {
    const node = calicoNode('calico-system/calico-node', { owner: { kind: 'Installation', name: 'default' }, paths: [], ...policyOnly });
    expect(only(node, flannel())).toMatchObject({ found: [{ plugin: 'calico-operator', part: 'policy-only' }, { plugin: 'flannel', part: 'primary' }], relations: [{ kind: 'layered' }] });
  });

  it('is not there where the two never meet on a node', () => {
    const apart = flannel('kube-flannel/kube-flannel-ds', { spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } });
    expect(pluginsOf(only(calicoNode('kube-system/calico-node', policyOnly), apart))).toEqual(['calico-manifest', 'flannel']);
  });
});

describe('other plug-ins', () => {
  it('Cilium is found with Envoy and its operator', () => {
    const detection = detect({
      daemonSets: [ciliumEnvoy(), cilium()],
      deployments: [cniWorkload('kube-system/cilium-operator', { containers: { 'cilium-operator': 'quay.io/cilium/operator-generic:v1.20.2' } })],
      configMaps: [configMap('kube-system/cilium-config', { 'cni-chaining-mode': 'none' })],
    });
    expect(outline(detection)).toEqual([
      ['cilium', 'primary', ['DaemonSet kube-system/cilium: node-agent, each-on-premises-node', 'DaemonSet kube-system/cilium-envoy: cilium-envoy, each-on-premises-node', 'Deployment kube-system/cilium-operator: cilium-operator, anywhere']],
    ]);
    expect(agentsOf(detection).map(({ name }) => name)).toEqual(['cilium-envoy', 'cilium']);
  });

  it.each([
    ['generic-veth', 'chained', 'layered'],
    ['portmap', 'primary', 'overlap'],
    ['none', 'primary', 'overlap'],
    ['', 'primary', 'overlap'],
  ])('Cilium with cni-chaining-mode "%s" beside Flannel is %s', (mode, part, kind) => {
    const detection = detect({ daemonSets: [flannel(), cilium('net/agents')], configMaps: [configMap('net/cilium-config', { 'cni-chaining-mode': mode })] });
    expect(detection.found[1]).toMatchObject({ plugin: 'cilium', part });
    expect(detection.relations).toMatchObject([{ kind }]);
  });

  it('Cilium may have its mode as a flag, and is taken for the only one where nothing says', () => {
    expect(only(cilium('net/agents', { args: ['--cni-chaining-mode=generic-veth'] })).found[0]?.part).toBe('chained');
    expect(only(cilium('net/agents')).found[0]).toMatchObject({ part: 'primary', evidence: ["that Cilium isn't chained is taken for granted: ConfigMap net/cilium-config was not read"] });
    expect(configMapsToRead([cilium('net/agents'), ciliumEnvoy('net/envoy')])).toEqual([{ namespace: 'net', name: 'cilium-config' }]);
  });

  it("Cilium's check before an upgrade is no agent, though it has its image and folders", () => {
    const check = cniWorkload('kube-system/cilium-pre-flight-check', { labels: { 'k8s-app': 'cilium-pre-flight-check' }, containers: { 'cilium-pre-flight-check': 'quay.io/cilium/cilium:v1.20.2' }, paths: cniFolders });
    expect(only(check).found[0]?.workloads[0]?.component).toBe('pre-flight-check');
    expect(agentsOf(only(check))).toEqual([]);
  });

  it.each([
    ['flannel', 'primary', { containers: { x: 'registry-cn-hangzhou.ack.aliyuncs.com/acs/flannel:v0.28.0.6' } }],
    ['flannel', 'primary', { containers: { x: 'rancher/mirrored-flannelcni-flannel:v0.20.0' } }],
    ['flannel', 'primary', { labels: { app: 'flannel' }, paths: ['/etc/cni/net.d/'] }],
    ['kube-router', 'primary', { containers: { x: 'docker.io/cloudnativelabs/kube-router' } }],
    ['kube-router', 'policy-only', { containers: { 'kube-router': 'mirror.example.com/dc/router:1' }, args: ['--run-router=false', '--run-firewall=true'] }],
    ['antrea', 'primary', { containers: { 'antrea-agent': 'antrea/antrea-agent-ubuntu:v2.4.0' } }],
    ['antrea', 'policy-only', { containers: { 'antrea-agent': 'antrea/antrea-agent-ubuntu:v2.4.0' }, args: ['install_cni_chaining', '--monitor'] }],
    ['weave', 'primary', { containers: { weave: 'docker.io/weaveworks/weave-kube:2.8.1' }, paths: ['/opt', '/home', '/etc'] }],
    ['multus', 'meta', { containers: { 'kube-multus': 'ghcr.io/k8snetworkplumbingwg/multus-cni:snapshot-thick' } }],
  ])('%s, %s, is known', (plugin, part, fields) => {
    expect(only(cniWorkload('net/anything', fields)).found).toMatchObject([{ plugin, part, workloads: [{ component: 'node-agent', role: 'each-on-premises-node' }] }]);
  });

  it('Multus is found beside the plug-in that it calls, and is no agent to choose', () => {
    const detection = only(cniWorkload('net/multus', { containers: { 'kube-multus': 'x/y' }, paths: cniFolders }), flannel());
    expect(pluginsOf(detection)).toEqual(['multus', 'flannel']);
    expect(detection.relations).toEqual([]);
    expect(agentsOf(detection)).toEqual([{ namespace: 'kube-flannel', name: 'kube-flannel-ds' }]);
  });

  it('Terway belongs on cloud nodes; an on-premises plug-in that comes there overlaps it, one that is kept off does not', () => {
    const everywhere = only(terway(), calicoNode());
    expect(everywhere.found[0]).toMatchObject({ plugin: 'terway', workloads: [{ role: 'each-cloud-node' }] });
    expect(everywhere.relations).toMatchObject([{ kind: 'overlap', message: expect.stringContaining('comes to cloud nodes') }]);
    const kept = only(terway(), calicoNode('kube-system/calico-node', { spec: requires({ key: 'alibabacloud.com/external', operator: 'NotIn', values: ['true'] }) }));
    expect(kept.relations).toMatchObject([{ kind: 'divided' }]);
    expect(agentsOf(everywhere)).toEqual([{ namespace: 'kube-system', name: 'calico-node' }]);
  });
});

describe('several at once', () => {
  it('Calico by manifest and by the operator that share nodes are a migration', () => {
    const detection = only(calicoNode(), calicoNode('calico-system/calico-node', { owner: { kind: 'Installation', name: 'default' } }));
    expect(pluginsOf(detection)).toEqual(['calico-manifest', 'calico-operator']);
    expect(detection.relations).toMatchObject([{ kind: 'overlap' }]);
  });

  it("are divided where the operator's migration gives each its nodes", () => {
    const on = (value: string): JsonObject => ({ nodeSelector: { 'projectcalico.org/operator-node-migration': value } });
    const detection = only(calicoNode('kube-system/calico-node', { spec: on('pre-operator') }), calicoNode('calico-system/calico-node', { owner: { kind: 'Installation', name: 'default' }, spec: on('migrated') }));
    expect(detection.relations).toMatchObject([{ kind: 'divided', workloads: [{ namespace: 'kube-system' }, { namespace: 'calico-system' }] }]);
  });

  it('of one plug-in overlap or, one for each architecture, say nothing', () => {
    const forArchitecture = (name: string): JsonObject => flannel(`kube-system/kube-flannel-ds-${name}`, { spec: { nodeSelector: { 'kubernetes.io/arch': name } } });
    expect(only(forArchitecture('amd64'), forArchitecture('arm64'))).toMatchObject({ found: [{ workloads: [{}, {}] }], relations: [] });
    expect(only(flannel(), flannel('old/kube-flannel-ds')).relations).toMatchObject([{ kind: 'overlap', plugins: ['flannel', 'flannel'] }]);
  });

  it("controllers go with the Calico of their own namespace or owner", () => {
    const controllers = (place: string, owner?: { kind: string; name: string }): JsonObject => cniWorkload(place, { containers: { 'calico-kube-controllers': 'calico/kube-controllers:v3.32.0' }, ...(owner === undefined ? {} : { owner }) });
    const owner = { kind: 'Installation', name: 'default' };
    const detection = detect({ daemonSets: [calicoNode('calico-system/calico-node', { owner }), calicoNode()], deployments: [controllers('kube-system/kc'), controllers('calico-system/kc', owner)] });
    expect(detection.found.map(({ plugin, workloads }) => [plugin, workloads.map(({ reference }) => reference.namespace)])).toEqual([
      ['calico-operator', ['calico-system', 'calico-system']],
      ['calico-manifest', ['kube-system', 'kube-system']],
    ]);
  });
});

describe('what is no known CNI', () => {
  it.each([
    [['/etc/cni/net.d'], true],
    [['/opt/cni/bin/'], true],
    [['/var/lib/rancher/k3s/agent/etc/cni/net.d'], true],
    [['/etc/cni'], true],
    [['/', '/etc', '/opt', '/etc/cni-backup', '/srv/cni/net.dump'], false],
  ])('is unknown where it mounts the CNI folders: %j', (paths, unknown) => {
    const detection = only(cniWorkload('net/house-made', { paths }));
    expect(outline(detection)).toEqual(unknown ? [['unknown', 'primary', ['DaemonSet net/house-made: node-agent, on-premises']]] : []);
    expect(agentsOf(detection)).toEqual([]);
  });

  it('a label alone makes no CNI of a DaemonSet, nor does a name', () => {
    expect(only(cniWorkload('kube-system/calico-node'), cniWorkload('logs/collector', { labels: { app: 'flannel', 'k8s-app': 'cilium' } })).found).toEqual([]);
  });

  it("an init container with a CNI's image makes none either", () => {
    expect(only(cniWorkload('ops/debug', { initContainers: { tools: 'quay.io/calico/node:v3.32.0' } })).found).toEqual([]);
  });

  it('nothing at all is said to be the network of the host', () => {
    expect(only(cniWorkload('kube-system/kube-proxy'))).toEqual({
      found: [],
      relations: [],
      evidence: ['DaemonSets looked at: 1; Deployments: 0', expect.stringContaining('pods have the network of the host only')],
    });
  });

  it('objects of any shape are taken without an error', () => {
    const object = fc.dictionary(fc.constantFrom('metadata', 'spec', 'data'), fc.jsonValue()) as fc.Arbitrary<JsonObject>;
    const odd = fc.jsonValue().map((volumes): JsonObject => ({ spec: { template: { metadata: { labels: volumes }, spec: { containers: volumes, initContainers: [volumes], volumes, nodeSelector: { a: 'b' } } } } }));
    fc.assert(
      fc.property(fc.array(fc.oneof(object, odd)), fc.array(object), (daemonSets, others) => {
        expect(detectCni({ daemonSets: [...daemonSets, calicoNode()], deployments: others, installations: others, configMaps: others }).found.map(({ plugin }) => plugin)).toContain('calico-manifest');
      }),
    );
  });
});
