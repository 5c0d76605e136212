import { decode, queryValue, type Answer, type Exchange } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import type { OssTarget } from './oss-signature.ts';
import type { Bucket, StoredObject } from './oss-state.ts';
import { renderXml, type XmlContent } from './xml.ts';

/** A request to OSS, with its target settled. */
export interface OssCall {
  readonly exchange: Exchange;
  readonly target: OssTarget;
}

/** One operation of OSS. */
export interface OssOperation {
  readonly name: string;
  readonly kind: 'read' | 'write';
  /** The RAM action, which differs from the operation's name for some. */
  readonly action: string;
  run(call: OssCall): Answer;
}

/** An operation with the action of its own name unless another one is given. */
export function ossOperation(name: string, kind: OssOperation['kind'], run: OssOperation['run'], action = `oss:${name}`): OssOperation {
  return { name, kind, action, run };
}

/**
 * The ways to read a request's host and path. The bucket is the first label of a host of aliyuncs.com (clients put it there even
 * for an endpoint that is an IP address), or else the first part of the path.
 */
export function targetsOf(exchange: Exchange): readonly [OssTarget, ...OssTarget[]] {
  const text = decode(exchange.path.replace(/\+/g, '%2B')).slice(1);
  const slash = text.indexOf('/');
  const inPath: OssTarget = slash < 0 ? target(text, '') : target(text.slice(0, slash), text.slice(slash + 1));
  const host = /^(?:([a-z0-9-]*)\.)?oss[a-z0-9-]*\.aliyuncs\.com(?::\d+)?$/.exec(exchange.headers['host'] ?? '');
  if (host === null) return [inPath];
  const bucket = host[1];
  // A client that lists buckets of an IP endpoint has no name to put before the host.
  if (bucket === undefined || bucket === '' || bucket === 'undefined') return [inPath];
  const inHost = target(bucket, text);
  return inPath.bucket === bucket ? [inPath, inHost] : [inHost];
}

function target(bucket: string, key: string): OssTarget {
  return { bucket: bucket === '' ? undefined : bucket, key: key === '' ? undefined : key };
}

/** @throws ServiceError `NoSuchBucket` */
export function findBucket(state: CloudState, call: OssCall): Bucket {
  const bucket = state.oss.buckets.get(call.target.bucket ?? '');
  if (bucket === undefined) throw new ServiceError(404, 'NoSuchBucket', 'The specified bucket does not exist.', { BucketName: call.target.bucket ?? '' });
  return bucket;
}

/** @throws ServiceError `NoSuchBucket` or `NoSuchKey` */
export function findObject(state: CloudState, call: OssCall): StoredObject {
  const object = findBucket(state, call).objects.get(call.target.key ?? '');
  if (object === undefined) throw new ServiceError(404, 'NoSuchKey', 'The specified key does not exist.', { Key: call.target.key ?? '' });
  return object;
}

/** Whether the query names this subresource. */
export function asksFor(exchange: Exchange, name: string): boolean {
  return queryValue(exchange, name) !== undefined;
}

/** An answer with an XML body. */
export function xmlAnswer(root: string, content: XmlContent, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/xml' }, body: renderXml(root, content) };
}

/** An answer without a body. */
export function emptyAnswer(status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers, body: '' };
}

/** The account, as OSS names owners. */
export function ownerOf(state: CloudState): XmlContent {
  return { ID: state.world.accountId, DisplayName: state.world.accountId };
}
