import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** A request as the server got it. */
export interface OssRequest {
  readonly method: string;
  /** `bucket`, `bucket/key` or either with `?subresource`. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

/** An answer instead of the server's own. */
export interface OssFault {
  readonly status: number;
  readonly body: string;
  /** The Content-Length to claim. */
  readonly length?: number;
}

interface Bucket {
  tags: string;
  policy: string | undefined;
  readonly objects: Map<string, { readonly body: Buffer; readonly headers: Record<string, string> }>;
}

/** A loopback server that keeps buckets as OSS does, and notes what it is sent. Signatures are noted, not verified. */
export interface OssServer {
  readonly endpoint: string;
  readonly requests: OssRequest[];
  readonly buckets: Map<string, Bucket>;
  /** Answers for the next requests, in order. */
  readonly faults: OssFault[];
  stop(): Promise<void>;
}

const error = (code: string): string => `<?xml version="1.0"?><Error><Code>${code}</Code><Message>words of the service</Message><RequestId>r-1</RequestId></Error>`;

/** Starts the server; both ways to name a bucket work: in the path, and in the Host header. */
export const startOssServer = async (): Promise<OssServer> => {
  const requests: OssRequest[] = [];
  const buckets = new Map<string, Bucket>();
  const faults: OssFault[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://x');
      const inHost = /^([a-z0-9-]+)\.oss-/.exec(request.headers.host ?? '')?.[1];
      const path = decodeURIComponent(`${inHost === undefined ? '' : `/${inHost}`}${url.pathname}`).slice(1).replace(/\/$/, '');
      const subresource = ['policy', 'tagging', 'bucketInfo', 'list-type'].find((name) => url.searchParams.has(name));
      const noted: OssRequest = { method: request.method ?? '', target: `${path}${subresource === undefined ? '' : `?${subresource}`}`, headers: request.headers, body: Buffer.concat(chunks) };
      requests.push(noted);
      const fault = faults.shift();
      if (fault !== undefined) {
        response.writeHead(fault.status, { 'content-type': 'text/html', ...(fault.length === undefined ? {} : { 'content-length': fault.length }) });
        response.write(fault.body, () => (fault.length === undefined ? response.end() : response.destroy()));
        return;
      }
      serve(noted, url.searchParams, buckets, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    requests,
    buckets,
    faults,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const serve = ({ method, target, headers, body }: OssRequest, query: URLSearchParams, buckets: Map<string, Bucket>, response: ServerResponse): void => {
  const [path = '', subresource] = target.split('?');
  const slash = path.indexOf('/');
  const name = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? undefined : path.slice(slash + 1);
  const bucket = buckets.get(name);
  const send = (status: number, content: string | Buffer = '', extra: Record<string, string> = {}): void => void response.writeHead(status, { 'x-oss-request-id': 'r-1', ...extra }).end(content);
  if (method === 'PUT' && key === undefined && subresource === undefined) {
    if (bucket === undefined) buckets.set(name, { tags: '', policy: undefined, objects: new Map() });
    return send(200);
  }
  if (bucket === undefined) return send(404, error('NoSuchBucket'));
  switch (`${method} ${key === undefined ? (subresource ?? 'bucket') : 'object'}`) {
    case 'GET bucketInfo':
      return send(200, `<BucketInfo><Bucket><Name>${name}</Name></Bucket></BucketInfo>`);
    case 'GET tagging':
      return send(200, `<Tagging><TagSet>${bucket.tags}</TagSet></Tagging>`);
    case 'PUT tagging':
      bucket.tags = [...body.toString().matchAll(/<Tag>\s*<Key>([^<]*)<\/Key>\s*<Value>([^<]*)<\/Value>\s*<\/Tag>/g)].map(([, tagKey, value]) => `<Tag><Key>${tagKey ?? ''}</Key><Value>${value ?? ''}</Value></Tag>`).join('');
      return send(200);
    case 'GET policy':
      return bucket.policy === undefined ? send(404, error('NoSuchBucketPolicy')) : send(200, bucket.policy);
    case 'PUT policy':
      bucket.policy = body.toString();
      return send(200);
    case 'DELETE policy':
      bucket.policy = undefined;
      return send(204);
    case 'DELETE bucket':
      if (bucket.objects.size > 0) return send(409, error('BucketNotEmpty'));
      buckets.delete(name);
      return send(204);
    case 'GET list-type':
      return send(200, listPage(bucket, query));
    case 'PUT object': {
      if (headers['content-md5'] !== createHash('md5').update(body).digest('base64')) return send(400, error('InvalidDigest'));
      const kept = Object.entries(headers).filter(([header]) => header === 'content-type' || header.startsWith('x-oss-meta-'));
      bucket.objects.set(key as string, { body, headers: Object.fromEntries(kept) as Record<string, string> });
      return send(200);
    }
    case 'DELETE object':
      bucket.objects.delete(key as string);
      return send(204);
    case 'GET object': {
      const object = bucket.objects.get(key as string);
      return object === undefined ? send(404, error('NoSuchKey')) : send(200, object.body, object.headers);
    }
    default:
      return send(501, error('NotImplemented'));
  }
};

const pageSize = 2;

const listPage = (bucket: Bucket, query: URLSearchParams): string => {
  const names = [...bucket.objects.keys()].filter((name) => name.startsWith(query.get('prefix') ?? '')).sort();
  const from = Number(query.get('continuation-token') ?? 0);
  const contents = names.slice(from, from + pageSize).map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
  const next = from + pageSize < names.length ? `<NextContinuationToken>${from + pageSize}</NextContinuationToken>` : '';
  return `<ListBucketResult><Name>b</Name><KeyCount>1</KeyCount><IsTruncated>${next !== ''}</IsTruncated>${contents}${next}</ListBucketResult>`;
};
