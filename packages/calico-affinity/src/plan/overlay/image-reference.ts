/** An image reference with what the container runtime adds to it. */
export interface ImageReference {
  /** The registry, without its port, in lower case; IPv6 without its brackets: `docker.io`, `10.1.2.3`, `fd00::5`. */
  readonly host: string;
  readonly port?: number;
  /** With `library/` where Docker Hub's official images leave it out. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

/**
 * Reads an image reference as container runtimes do: what stands before the first slash is a registry only where it has a
 * dot, a colon or an upper-case letter, or is `localhost`; without one it is Docker Hub's. `undefined` where the text is no
 * reference. (Source: github.com/distribution/reference v0.6.0, regexp.go and normalize.go.)
 *
 * @example
 * parseImageReference('busybox'); // { host: 'docker.io', repository: 'library/busybox' }
 */
export const parseImageReference = (text: string): ImageReference | undefined => {
  // A name has 255 characters at most, a tag 128, the longest digest in use 135.
  if (bareDigest.test(text) || text.length > 1024) return undefined;
  const match = reference.exec(normalize(text));
  if (match === null) return undefined;
  const [, domain = '', repository = '', tag, digest] = match;
  // The same bound as NameTotalLengthMax: registry and repository together.
  if (domain.length + 1 + repository.length > 255 || (digest !== undefined && !isDigest(digest))) return undefined;
  const [, bracketed, name, port] = /^(?:\[([^\]]*)\]|([^:]*))(?::([0-9]+))?$/.exec(domain) ?? [];
  if (port !== undefined && Number(port) > 65535) return undefined;
  return {
    host: (bracketed ?? name ?? '').toLowerCase(),
    ...(port === undefined ? {} : { port: Number(port) }),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
};

/** The registry as it stands in a reference: `docker.io`, `10.1.2.3:5000`, `[fd00::5]:5000`. */
export const registryOf = ({ host, port }: Pick<ImageReference, 'host' | 'port'>): string => `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;

/** Puts the registry before a reference that leaves it out. */
const normalize = (text: string): string => {
  const slash = text.indexOf('/');
  if (slash === -1) return `docker.io/library/${text}`;
  const [first, rest] = [text.slice(0, slash), text.slice(slash + 1)];
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first.toLowerCase() !== first;
  if (!isRegistry) return `docker.io/${text}`;
  const domain = first === 'index.docker.io' ? 'docker.io' : first;
  return domain === 'docker.io' && !rest.includes('/') ? `docker.io/library/${rest}` : `${domain}/${rest}`;
};

const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const domainPattern = String.raw`(?:${label}(?:\.${label})*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`;
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const tagPattern = String.raw`[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`;
const digestPattern = String.raw`[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}`;
const reference = new RegExp(`^(${domainPattern})/(${component}(?:/${component})*)(?::(${tagPattern}))?(?:@(${digestPattern}))?$`);

/** 64 hexadecimal digits alone are an image's id, not a name. */
const bareDigest = /^[a-f0-9]{64}$/;

/** The known algorithms have a length; others are for the runtime to judge. (Source: opencontainers/go-digest.) */
const digestLengths: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const isDigest = (digest: string): boolean => {
  const [algorithm = '', encoded = ''] = digest.split(':');
  const length = Object.hasOwn(digestLengths, algorithm) ? digestLengths[algorithm] : undefined;
  return length === undefined || (encoded.length === length && /^[a-f0-9]+$/.test(encoded));
};
