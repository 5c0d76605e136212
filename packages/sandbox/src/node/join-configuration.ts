import { parseAllDocuments } from 'yaml';

/** What `kubeadm join` was asked to do, from its flags or a JoinConfiguration. */
export interface JoinRequest {
  /** `host:port`. */
  readonly apiServer: string;
  /** The bootstrap token of the discovery and of the TLS bootstrap. */
  readonly discoveryToken: string;
  readonly tlsToken: string;
  readonly caCertHashes: readonly string[];
  readonly unsafeSkipCaVerification: boolean;
  /** Absent: the machine's own name. */
  readonly nodeName?: string;
  readonly criSocket?: string;
  /** As `--key=value`, in order. */
  readonly kubeletExtraArgs: readonly string[];
  /** `key=value:Effect`; joined worker nodes get them by a kubelet flag. */
  readonly taints: readonly string[];
  readonly ignorePreflightErrors: readonly string[];
}

/** A request, or kubeadm's complaint. */
export type JoinRequestResult = { readonly ok: true; readonly request: JoinRequest } | { readonly ok: false; readonly message: string };

const refuse = (message: string): { readonly ok: false; readonly message: string } => ({ ok: false, message });

const valueFlags = new Set(
  'apiserver-advertise-address apiserver-bind-port certificate-key config cri-socket discovery-file discovery-token discovery-token-ca-cert-hash ignore-preflight-errors node-name patches skip-phases tls-bootstrap-token token rootfs v'.split(' '),
);
const booleanFlags = new Set('control-plane discovery-token-unsafe-skip-ca-verification dry-run help'.split(' '));
/** Flags that kubeadm takes beside `--config`. */
const besideConfig = new Set('config ignore-preflight-errors dry-run node-name patches skip-phases rootfs v'.split(' '));

/**
 * Reads the words after `kubeadm join`. `readFile` gives the text of a path on the node; `minorVersion` is the N of kubeadm
 * 1.N: kubeadm.k8s.io/v1beta3 is read up to 1.36, v1beta4 from 1.31 on.
 */
export function readJoinRequest(words: readonly string[], readFile: (path: string) => string | undefined, minorVersion: number): JoinRequestResult {
  const flags = new Map<string, string[]>();
  const positional: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      positional.push(word);
      continue;
    }
    const body = word.replace(/^--?/, '');
    const split = body.indexOf('=');
    const name = split < 0 ? body : body.slice(0, split);
    if (!valueFlags.has(name) && !booleanFlags.has(name)) return refuse(`unknown flag: --${name}`);
    const value = split >= 0 ? body.slice(split + 1) : booleanFlags.has(name) ? 'true' : rest.shift();
    if (value === undefined) return refuse(`flag needs an argument: --${name}`);
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  const last = (name: string): string | undefined => flags.get(name)?.at(-1);
  const commaList = (name: string): string[] => (flags.get(name) ?? []).flatMap((value) => value.split(','));
  const ignorePreflightErrors = commaList('ignore-preflight-errors').map((name) => name.toLowerCase());

  const configPath = last('config');
  if (configPath !== undefined) {
    const mixed = [...flags.keys()].filter((name) => !besideConfig.has(name));
    if (mixed.length > 0) return refuse(`can not mix '--config' with arguments [${mixed.join(' ')}]`);
    const text = readFile(configPath);
    if (text === undefined) return refuse(`unable to read config from "${configPath}": open ${configPath}: no such file or directory`);
    const read = readJoinConfiguration(text, minorVersion);
    if (!read.ok) return read;
    const nodeName = last('node-name');
    return checkDiscovery({ ...read.request, ignorePreflightErrors, ...(nodeName === undefined ? {} : { nodeName }) });
  }

  if (last('discovery-file') !== undefined) return refuse('discovery by --discovery-file is not modelled by the sandbox; use a token');
  const [apiServer, ...more] = positional;
  if (more.length > 0) return refuse(`invalid or incomplete arguments: one API server endpoint is expected, found ${positional.join(' ')}`);
  const token = last('token') ?? '';
  const nodeName = last('node-name');
  const criSocket = last('cri-socket');
  return checkDiscovery({
    apiServer: apiServer ?? '',
    discoveryToken: last('discovery-token') ?? token,
    tlsToken: last('tls-bootstrap-token') ?? token,
    caCertHashes: commaList('discovery-token-ca-cert-hash'),
    unsafeSkipCaVerification: last('discovery-token-unsafe-skip-ca-verification') === 'true',
    ...(nodeName === undefined ? {} : { nodeName }),
    ...(criSocket === undefined ? {} : { criSocket }),
    kubeletExtraArgs: [],
    taints: [],
    ignorePreflightErrors,
  });
}

function checkDiscovery(request: JoinRequest): JoinRequestResult {
  if (request.apiServer === '') return refuse('discovery.bootstrapToken: Invalid value: "": an API server endpoint is required');
  for (const token of [request.discoveryToken, request.tlsToken]) {
    if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) return refuse('discovery.bootstrapToken.token: Invalid value: the bootstrap token is not of the form "[a-z0-9]{6}.[a-z0-9]{16}"');
  }
  if (request.caCertHashes.length === 0 && !request.unsafeSkipCaVerification) {
    return refuse('discovery.bootstrapToken.caCertHashes: Required value: token discovery without caCertHashes is unsafe; pass --discovery-token-ca-cert-hash, or --discovery-token-unsafe-skip-ca-verification to go on without');
  }
  const badHash = request.caCertHashes.find((hash) => !/^sha256:[0-9a-fA-F]{64}$/.test(hash));
  if (badHash !== undefined) return refuse(`invalid hash "${badHash}", expected "sha256:" and 64 hexadecimal digits`);
  return { ok: true, request };
}

type Json = Readonly<Record<string, unknown>>;
const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readJoinConfiguration(text: string, minorVersion: number): JoinRequestResult {
  let documents: Json[];
  try {
    documents = parseAllDocuments(text).map((document) => {
      const [problem] = 'errors' in document ? document.errors : [];
      if (problem !== undefined) throw problem;
      return asRecord(document.toJS());
    });
  } catch (error) {
    return refuse(`error converting YAML to JSON: ${error instanceof Error ? error.message.split('\n', 1)[0] ?? '' : String(error)}`);
  }
  const document = documents.find((candidate) => candidate['kind'] === 'JoinConfiguration');
  if (document === undefined) return refuse('no JoinConfiguration found in the config');
  const version = asText(document['apiVersion']).replace(/^kubeadm\.k8s\.io\//, '');
  const supported = (version === 'v1beta3' && minorVersion < 37) || (version === 'v1beta4' && minorVersion >= 31);
  if (!supported) return refuse(`your configuration file uses the API spec "${asText(document['apiVersion'])}", which kubeadm 1.${minorVersion} does not read (kind: "JoinConfiguration")`);

  const discovery = asRecord(document['discovery']);
  if (discovery['file'] !== undefined) return refuse('discovery by a file is not modelled by the sandbox; use discovery.bootstrapToken');
  const bootstrap = asRecord(discovery['bootstrapToken']);
  const token = asText(bootstrap['token']);
  const registration = asRecord(document['nodeRegistration']);
  const extraArgs = registration['kubeletExtraArgs'];
  if (extraArgs !== undefined && extraArgs !== null && Array.isArray(extraArgs) !== (version === 'v1beta4')) {
    return refuse(`strict decoding error: nodeRegistration.kubeletExtraArgs is ${version === 'v1beta4' ? 'a list of {name, value}' : 'a map'} in ${version}`);
  }
  const pairs: [string, string][] = Array.isArray(extraArgs)
    ? extraArgs.map((entry): [string, string] => [asText(asRecord(entry)['name']), asText(asRecord(entry)['value'])])
    : Object.entries(asRecord(extraArgs)).map(([name, value]): [string, string] => [name, asText(value)]).sort(([left], [right]) => left.localeCompare(right));
  const nodeName = asText(registration['name']);
  const criSocket = asText(registration['criSocket']);
  return {
    ok: true,
    request: {
      apiServer: asText(bootstrap['apiServerEndpoint']),
      discoveryToken: token,
      tlsToken: asText(discovery['tlsBootstrapToken']) || token,
      caCertHashes: asList(bootstrap['caCertHashes']).map(asText),
      unsafeSkipCaVerification: bootstrap['unsafeSkipCAVerification'] === true,
      ...(nodeName === '' ? {} : { nodeName }),
      ...(criSocket === '' ? {} : { criSocket }),
      kubeletExtraArgs: pairs.map(([name, value]) => `--${name}=${value}`),
      taints: asList(registration['taints']).map((entry) => {
        const taint = asRecord(entry);
        const value = asText(taint['value']);
        return `${asText(taint['key'])}${value === '' ? '' : `=${value}`}:${asText(taint['effect'])}`;
      }),
      ignorePreflightErrors: [],
    },
  };
}
