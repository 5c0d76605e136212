/** What a field of a configuration may hold. kubeadm decodes strictly: an unknown field or another type is an error, `null` is absent. */
type Kind = 'text' | 'number' | 'boolean' | 'duration' | 'texts' | 'map' | Fields | readonly [Fields];
interface Fields {
  readonly [name: string]: Kind;
}

const bootstrapToken: Fields = { token: 'text', apiServerEndpoint: 'text', caCertHashes: 'texts', unsafeSkipCAVerification: 'boolean' };
const discovery: Fields = { bootstrapToken, file: { kubeConfigPath: 'text' }, tlsBootstrapToken: 'text' };
const nodeRegistration: Fields = {
  name: 'text',
  criSocket: 'text',
  taints: [{ key: 'text', value: 'text', effect: 'text', timeAdded: 'text' }],
  ignorePreflightErrors: 'texts',
  imagePullPolicy: 'text',
};
const common: Fields = {
  apiVersion: 'text',
  kind: 'text',
  caCertPath: 'text',
  controlPlane: { localAPIEndpoint: { advertiseAddress: 'text', bindPort: 'number' }, certificateKey: 'text' },
  skipPhases: 'texts',
  patches: { directory: 'text' },
};

/** JoinConfiguration by version (kubeadm 1.36, cmd/kubeadm/app/apis/kubeadm/v1beta3 and v1beta4, types.go). */
const joinConfiguration: Readonly<Record<'v1beta3' | 'v1beta4', Fields>> = {
  v1beta3: { ...common, discovery: { ...discovery, timeout: 'duration' }, nodeRegistration: { ...nodeRegistration, kubeletExtraArgs: 'map' } },
  v1beta4: {
    ...common,
    dryRun: 'boolean',
    discovery,
    nodeRegistration: { ...nodeRegistration, kubeletExtraArgs: [{ name: 'text', value: 'text' }], imagePullSerial: 'boolean' },
    timeouts: { controlPlaneComponentHealthCheck: 'duration', kubeletHealthCheck: 'duration', kubernetesAPICall: 'duration', etcdAPICall: 'duration', tlsBootstrap: 'duration', discovery: 'duration', upgradeManifests: 'duration' },
  },
};

/** Go's durations, `1h2m3.5s`. */
const duration = /^[-+]?(0|((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+)$/;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first field that kubeadm's strict decoder refuses, and why; `undefined` for a document that it takes. */
export function findFieldProblem(document: Readonly<Record<string, unknown>>, version: 'v1beta3' | 'v1beta4'): string | undefined {
  return findProblem(document, joinConfiguration[version], '');
}

function findProblem(value: unknown, kind: Kind, path: string): string | undefined {
  if (value === null || value === undefined) return undefined;
  const wrong = (expected: string): string => `json: cannot unmarshal ${nameOf(value)} into field ${path} of type ${expected}`;
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? undefined : wrong('string');
    case 'number':
      return typeof value === 'number' && Number.isInteger(value) ? undefined : wrong('int32');
    case 'boolean':
      return typeof value === 'boolean' ? undefined : wrong('bool');
    case 'duration':
      return typeof value === 'string' && duration.test(value) ? undefined : wrong('Duration');
    case 'texts':
      if (!Array.isArray(value)) return wrong('[]string');
      return value.map((entry, index) => findProblem(entry, 'text', `${path}[${index}]`)).find((problem) => problem !== undefined);
    case 'map':
      if (!isRecord(value)) return wrong('map[string]string');
      return Object.entries(value).map(([name, entry]) => findProblem(entry, 'text', `${path}.${name}`)).find((problem) => problem !== undefined);
  }
  if (isList(kind)) {
    if (!Array.isArray(value)) return wrong('a list');
    return value.map((entry, index) => findProblem(entry, kind[0], `${path}[${index}]`)).find((problem) => problem !== undefined);
  }
  if (!isRecord(value)) return wrong('an object');
  for (const [name, entry] of Object.entries(value)) {
    const field = path === '' ? name : `${path}.${name}`;
    const inner = Object.hasOwn(kind, name) ? kind[name] : undefined;
    if (inner === undefined) return `strict decoding error: unknown field "${field}"`;
    const problem = findProblem(entry, inner, field);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const isList = (kind: Fields | readonly [Fields]): kind is readonly [Fields] => Array.isArray(kind);
const nameOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value);
