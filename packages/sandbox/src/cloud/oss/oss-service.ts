import type { Answer } from '../http/exchange.ts';
import type { ServiceProtocol } from '../http/service-server.ts';
import type { Access } from '../ram/access.ts';
import { ServiceError } from '../service-error.ts';
import type { CloudState } from '../state.ts';
import { judgeBucketPolicy } from './bucket-policy.ts';
import { bucketOperation, bucketOperations } from './buckets.ts';
import { listOperations } from './list-objects.ts';
import { objectOperation, objectOperations } from './objects.ts';
import { targetsOf, xmlAnswer, type OssCall, type OssOperation } from './oss-call.ts';
import { verifyOss, type OssSigner } from './oss-signature.ts';
import { renderXml } from './xml.ts';

/** Carries the caller's VPC: the sandbox's stand-in for the network path that the real service sees. */
const sourceVpcHeader = 'x-sandbox-source-vpc';

/**
 * The protocol of OSS: REST with XML, signed by V4.
 *
 * @param acceptsV1 the real OSS refuses V1 signatures for new accounts (since March 2025) and new buckets (since September 2025).
 */
export function ossProtocol(state: CloudState, access: Access, acceptsV1: boolean): ServiceProtocol {
  const forBuckets = { ...bucketOperations(state), ...listOperations(state) };
  const forObjects = objectOperations(state);
  const find = (call: OssCall): OssOperation | undefined => (call.target.key === undefined ? bucketOperation(forBuckets, call) : objectOperation(forObjects, call));

  return {
    service: 'oss',
    throttled: new ServiceError(503, 'QpsLimitExceeded', 'Qps limit exceeded.'),
    failed: new ServiceError(500, 'InternalError', 'Please contact the server administrator, oss@service.aliyun.com.'),
    identify(exchange) {
      const operation = find({ exchange, target: targetsOf(exchange)[0] });
      const subresource = exchange.query[0]?.[0];
      return {
        operation: operation?.name ?? `${exchange.method}${subresource === undefined ? '' : ` ?${subresource}`}`,
        kind: operation?.kind ?? (exchange.method === 'GET' || exchange.method === 'HEAD' ? 'read' : 'write'),
      };
    },
    serve(exchange, name, requestId) {
      const signer = verifyOss(exchange, targetsOf(exchange), { region: state.world.region, secretOf: (id) => secretOf(access, id), now: Date.now(), sandboxNow: state.now() });
      if (signer.signed && signer.version === 'V1' && !acceptsV1) {
        throw new ServiceError(400, 'InvalidArgument', 'V1 signatures are not supported for this account and this bucket. Sign by V4 (OSS4-HMAC-SHA256).');
      }
      const call: OssCall = { exchange, target: signer.target };
      const operation = find(call);
      if (operation === undefined) throw new ServiceError(501, 'NotImplemented', `The sandbox's oss does not know the operation ${name}.`);
      requirePermission(state, access, call, operation, signer);
      const answer = operation.run(call);
      return { ...answer, headers: { ...answer.headers, ...common(requestId) } };
    },
    renderError(error, exchange, requestId): Answer {
      const content = { Code: error.code, Message: error.message, RequestId: ossRequestId(requestId), HostId: exchange.headers['host'] ?? '', ...stringFields(error) };
      const answer = xmlAnswer('Error', content, error.status);
      // A HEAD has no body, so the error travels in a header as well.
      const inHeader = exchange.method === 'HEAD' ? { 'x-oss-err': Buffer.from(renderXml('Error', content)).toString('base64') } : {};
      return { ...answer, body: exchange.method === 'HEAD' ? '' : answer.body, headers: { ...answer.headers, ...common(requestId), ...inHeader } };
    },
  };
}

function secretOf(access: Access, id: string): string {
  try {
    return access.secretOf(id);
  } catch (error) {
    const inactive = error instanceof ServiceError && error.code === 'InvalidAccessKeyId.Inactive';
    throw new ServiceError(403, 'InvalidAccessKeyId', inactive ? 'The OSS Access Key Id is inactive.' : 'The OSS Access Key Id you provided does not exist in our records.', { OSSAccessKeyId: id });
  }
}

/** The administrator may do everything; a RAM user what RAM or the bucket policy allows; anyone else what ACLs or the bucket policy allow. */
function requirePermission(state: CloudState, access: Access, call: OssCall, operation: OssOperation, signer: OssSigner): void {
  const caller = signer.signed ? access.callerOf(signer.accessKeyId) : undefined;
  if (caller?.kind === 'administrator') return;
  const bucket = state.oss.buckets.get(call.target.bucket ?? '');
  const { region, accountId } = state.world;
  const byPolicy = judgeBucketPolicy(bucket?.policy?.statements ?? [], {
    principal: caller === undefined ? undefined : state.ram.users.get(caller.name)?.id,
    action: operation.action,
    resource: `acs:oss:${region}:${accountId}:${call.target.bucket ?? ''}${call.target.key === undefined ? '' : `/${call.target.key}`}`,
    sourceVpc: call.exchange.headers[sourceVpcHeader],
  });
  const byRam = caller === undefined ? 'implicit-deny' : access.judge(caller, operation.action);
  const denied = byPolicy === 'deny' || byRam === 'explicit-deny';
  if (!denied && (byPolicy === 'allow' || byRam === 'allow' || isPublic(state, call, operation))) return;
  if (caller === undefined && bucket === undefined && call.target.bucket !== undefined) throw new ServiceError(404, 'NoSuchBucket', 'The specified bucket does not exist.', { BucketName: call.target.bucket });
  throw new ServiceError(403, 'AccessDenied', caller === undefined ? 'You have no right to access this object because of bucket acl.' : `You have no right to access this object. The action is ${operation.action}.`);
}

function isPublic(state: CloudState, call: OssCall, operation: OssOperation): boolean {
  const bucket = state.oss.buckets.get(call.target.bucket ?? '');
  if (bucket === undefined || call.target.key === undefined) return false;
  const own = bucket.objects.get(call.target.key)?.acl ?? 'default';
  const acl = own === 'default' ? bucket.acl : own;
  if (operation.name === 'GetObject' || operation.name === 'HeadObject') return acl !== 'private';
  return (operation.name === 'PutObject' || operation.name === 'DeleteObject') && acl === 'public-read-write';
}

function common(requestId: string): Record<string, string> {
  return { server: 'AliyunOSS', 'x-oss-request-id': ossRequestId(requestId) };
}

/** OSS writes request ids as 24 hexadecimal digits. */
function ossRequestId(requestId: string): string {
  return requestId.replace(/-/g, '').slice(0, 24);
}

function stringFields(error: ServiceError): Record<string, string> {
  return Object.fromEntries(Object.entries(error.fields).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));
}
