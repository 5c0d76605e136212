/** Where a script's URL leads in the sandbox. */
export type ScriptSource =
  | { readonly kind: 'oss'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'loopback'; readonly url: string }
  | { readonly kind: 'refused'; readonly message: string };

/** What the mapping of an OSS host needs. */
export interface OssAccess {
  /** `host:port` of the sandbox's OSS. */
  readonly ossEndpoint: string;
  readonly vpcId: string;
}

const scriptLimit = 1024 * 1024;
const downloadTimeoutMs = 10_000;

/**
 * Maps a URL to what the sandbox has. `<bucket>.oss-<region>[-internal].aliyuncs.com` is the sandbox's own OSS, in path style; the internal
 * name says that the request comes from the VPC. A loopback `http://` URL is used as it stands. No other host is ever called.
 */
export function locateScript(text: string, access: OssAccess): ScriptSource {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { kind: 'refused', message: `"${text}" is no URL` };
  }
  const oss = /^([a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.oss-([a-z0-9-]+?)(-internal)?\.aliyuncs\.com$/.exec(url.hostname);
  if (oss !== null && (url.protocol === 'http:' || url.protocol === 'https:')) {
    return {
      kind: 'oss',
      url: `http://${access.ossEndpoint}/${oss[1] ?? ''}${url.pathname}${url.search}`,
      headers: { 'x-sandbox-actor': 'agent', ...(oss[3] === undefined ? {} : { 'x-sandbox-source-vpc': access.vpcId }) },
    };
  }
  if (url.protocol === 'http:' && /^(127(\.\d{1,3}){3}|localhost|\[::1\])$/.test(url.hostname)) return { kind: 'loopback', url: url.href };
  return { kind: 'refused', message: `the sandbox calls no public host: ${url.protocol}//${url.host} is neither an OSS bucket (<bucket>.oss-<region>-internal.aliyuncs.com) nor http on loopback` };
}

/** The value of `addNodeScriptPath` as the agent takes it: empty, or http(s) of at most 1,024 characters; otherwise the reason. */
export function checkScriptPath(path: string): string | undefined {
  if (path === '') return undefined;
  if (!/^https?:\/\//.test(path)) return 'addNodeScriptPath of kube-system/ack-agent-config must begin with http:// or https://';
  if (path.length > 1024) return `addNodeScriptPath of kube-system/ack-agent-config has ${path.length} characters; 1,024 is the limit`;
  return undefined;
}

/** A download's end; never a rejection. */
export type Download = { readonly ok: true; readonly text: string; readonly status: number } | { readonly ok: false; readonly message: string };

/** Gets the script, following no redirect, within 10 s and a mebibyte. */
export async function downloadScript(text: string, access: OssAccess, signal?: AbortSignal): Promise<Download> {
  const source = locateScript(text, access);
  if (source.kind === 'refused') return { ok: false, message: source.message };
  try {
    const timeout = AbortSignal.timeout(downloadTimeoutMs);
    const response = await fetch(source.url, {
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      ...(source.kind === 'oss' ? { headers: source.headers } : {}),
    });
    const body = await response.text();
    if (response.status !== 200) {
      const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1];
      return { ok: false, message: `HTTP ${response.status}${code === undefined ? '' : ` ${code}`}` };
    }
    if (body.length > scriptLimit) return { ok: false, message: `it has ${body.length} characters; ${scriptLimit} is the limit` };
    return { ok: true, text: body, status: response.status };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}` : String(error) };
  }
}
