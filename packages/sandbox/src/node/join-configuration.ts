import { parseDocument } from 'yaml';
import { findFieldProblem } from './join-configuration-fields.ts';
import { isNodeName } from './node-labels.ts';

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
/** Flags that kubeadm takes beside `--config` (isAllowedFlag, app/apis/kubeadm/validation). */
const besideConfig = new Set('config ignore-preflight-errors dry-run node-name skip-phases rootfs v'.split(' '));
const notModelled = ['control-plane', 'dry-run'];

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
  const unknown = notModelled.find((name) => flags.has(name) && last(name) !== 'false');
  if (unknown !== undefined && last('config') === undefined) return refuse(`--${unknown} is not modelled by the sandbox`);
  const commaList = (name: string): string[] => (flags.get(name) ?? []).flatMap((value) => value.split(','));
  if (positional.length > 1) return refuse(`accepts at most 1 arg(s), received ${positional.length}`);
  const ignorePreflightErrors = commaList('ignore-preflight-errors').map((name) => name.toLowerCase());

  const configPath = last('config');
  if (configPath !== undefined) {
    const mixed = [...flags.keys()].filter((name) => !besideConfig.has(name));
    if (mixed.length > 0) return refuse(`can not mix '--config' with arguments [${mixed.join(' ')}]`);
    if (unknown !== undefined) return refuse(`--${unknown} is not modelled by the sandbox`);
    const text = readFile(configPath);
    if (text === undefined) return refuse(`unable to read config from "${configPath}": open ${configPath}: no such file or directory`);
    const read = readJoinConfiguration(text, minorVersion);
    if (!read.ok) return read;
    const nodeName = last('node-name');
    return checkDiscovery({ ...read.request, ignorePreflightErrors, ...(nodeName === undefined ? {} : { nodeName }) });
  }

  if (last('discovery-file') !== undefined) return refuse('discovery by --discovery-file is not modelled by the sandbox; use a token');
  const [apiServer] = positional;
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
  if (!isHostPort(request.apiServer)) return refuse(`discovery.bootstrapToken.apiServerEndpoint: Invalid value: "${request.apiServer}": it is not host:port`);
  // kubeadm makes a name lower-case and cuts its blanks off before it looks at it.
  const nodeName = request.nodeName?.trim().toLowerCase();
  if (nodeName !== undefined && nodeName !== '' && !isNodeName(nodeName)) return refuse(`nodeRegistration.name: Invalid value: "${nodeName}": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.'`);
  for (const token of [request.discoveryToken, request.tlsToken]) {
    if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) return refuse('discovery.bootstrapToken.token: Invalid value: the bootstrap token is not of the form "[a-z0-9]{6}.[a-z0-9]{16}"');
  }
  if (request.caCertHashes.length === 0 && !request.unsafeSkipCaVerification) {
    return refuse('discovery.bootstrapToken.caCertHashes: Required value: token discovery without caCertHashes is unsafe; pass --discovery-token-ca-cert-hash, or --discovery-token-unsafe-skip-ca-verification to go on without');
  }
  const badHash = request.caCertHashes.find((hash) => !/^sha256:[0-9a-f]{64}$/i.test(hash));
  if (badHash !== undefined) return refuse(`invalid hash "${badHash}", expected "sha256:" and 64 hexadecimal digits`);
  return { ok: true, request };
}

/** As Go's net.SplitHostPort: one colon outside of brackets; neither part is looked at. */
const isHostPort = (text: string): boolean => /^(?:\[[^[\]]*\]|[^[\]:]*):[^[\]:]*$/.test(text);

type Json = Readonly<Record<string, unknown>>;
const asRecord = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const asText = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function readJoinConfiguration(text: string, minorVersion: number): JoinRequestResult {
  let documents: Json[];
  try {
    documents = splitDocuments(text).map((part) => {
      // YAML 1.1, as in kubeadm: `yes` is a boolean.
      const document = parseDocument(part, { version: '1.1' });
      const [problem] = document.errors;
      if (problem !== undefined) throw problem;
      return asRecord(document.toJS());
    });
  } catch (error) {
    return refuse(`error converting YAML to JSON: ${error instanceof Error ? error.message.split('\n', 1)[0] ?? '' : String(error)}`);
  }
  const nameless = documents.find((candidate) => asText(candidate['kind']) === '' || asText(candidate['apiVersion']) === '');
  if (nameless !== undefined) return refuse('invalid configuration for GroupVersionKind: kind and apiVersion is mandatory information that must be specified');
  const foreign = documents.find((candidate) => !isKnownGroup(asText(candidate['apiVersion'])));
  if (foreign !== undefined) return refuse(`unknown configuration APIs: ${asText(foreign['apiVersion'])}, Kind=${asText(foreign['kind'])}`);
  const [document, second] = documents.filter((candidate) => candidate['kind'] === 'JoinConfiguration');
  if (document === undefined) return refuse('no JoinConfiguration found in the config');
  if (second !== undefined) return refuse('invalid configuration: kind "JoinConfiguration" is specified twice in YAML file');
  const version = asText(document['apiVersion']).replace(/^kubeadm\.k8s\.io\//, '');
  const supported = (version === 'v1beta3' && minorVersion < 37) || (version === 'v1beta4' && minorVersion >= 31);
  if (!supported) return refuse(`your configuration file uses the API spec "${asText(document['apiVersion'])}", which kubeadm 1.${minorVersion} does not read (kind: "JoinConfiguration")`);
  const extraArgs = asRecord(document['nodeRegistration'])['kubeletExtraArgs'];
  if (extraArgs !== undefined && extraArgs !== null && Array.isArray(extraArgs) !== (version === 'v1beta4')) {
    return refuse(`strict decoding error: nodeRegistration.kubeletExtraArgs is ${version === 'v1beta4' ? 'a list of {name, value}' : 'a map'} in ${version}`);
  }
  const fieldProblem = findFieldProblem(document, version);
  if (fieldProblem !== undefined) return refuse(`error unmarshaling configuration: ${fieldProblem}`);
  const problem = findValueProblem(document);
  if (problem !== undefined) return refuse(problem);

  const discovery = asRecord(document['discovery']);
  const bootstrap = asRecord(discovery['bootstrapToken']);
  const token = asText(bootstrap['token']);
  const registration = asRecord(document['nodeRegistration']);
  const pairs: [string, string][] = Array.isArray(extraArgs)
    ? extraArgs.map((entry): [string, string] => [asText(asRecord(entry)['name']), asText(asRecord(entry)['value'])])
    : Object.entries(asRecord(extraArgs)).map(([name, value]): [string, string] => [name, asText(value)]).sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0));
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

/** As Kubernetes' YAML reader: a line of three dashes ends a document, and begins one where nothing stands before it. */
function splitDocuments(text: string): string[] {
  const documents: string[] = [];
  let lines: string[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (/^---\s*$/.test(line) && lines.length > 0) {
      documents.push(lines.join('\n'));
      lines = [];
    } else lines.push(line);
  }
  if (lines.length > 0) documents.push(lines.join('\n'));
  return documents;
}

const isKnownGroup = (apiVersion: string): boolean => /^(kubeadm|kubelet\.config|kubeproxy\.config)\.k8s\.io\/v1(alpha|beta)\d$/.test(apiVersion);

/** What kubeadm refuses after decoding, and what the sandbox doesn't model. */
function findValueProblem(document: Json): string | undefined {
  const registration = asRecord(document['nodeRegistration']);
  if (asRecord(document['discovery'])['file'] !== undefined) return 'discovery by a file is not modelled by the sandbox; use discovery.bootstrapToken';
  if (document['controlPlane'] !== undefined && document['controlPlane'] !== null) return 'controlPlane is not modelled by the sandbox: nodes join as workers';
  if (document['dryRun'] === true) return 'dryRun is not modelled by the sandbox';
  if (asList(registration['kubeletExtraArgs']).some((entry) => asText(asRecord(entry)['name']) === '')) return 'nodeRegistration.kubeletExtraArgs: Invalid value: argument has no name';
  if (!['', 'Always', 'IfNotPresent', 'Never'].includes(asText(registration['imagePullPolicy']))) return `nodeRegistration.imagePullPolicy: Invalid value: "${asText(registration['imagePullPolicy'])}": invalid pull policy`;
  const caCertPath = asText(document['caCertPath']);
  if (caCertPath !== '' && !/^\/.*\.crt$/.test(caCertPath)) return `caCertPath: Invalid value: "${caCertPath}": the ca certificate path must be an absolute path`;
  return undefined;
}
