import type { SandboxContext } from '../../halves.ts';
import { isSignedByQuery, verifySignedQuery } from '../acs1-signature.ts';
import { createNonceBook, verifyAcs3 } from '../acs3-signature.ts';
import { parseQuery, queryValue, type Answer, type Exchange } from '../http/exchange.ts';
import type { ServiceProtocol } from '../http/service-server.ts';
import type { JsonObject } from '../json.ts';
import { checkQuery } from '../models/check-query.ts';
import type { RequestModel, RequestModels } from '../models/request-model.ts';
import { accessDeniedDetail, type Access, type Caller } from '../ram/access.ts';
import { requireRegion } from '../regions.ts';
import { gatewayErrorBody, ServiceError, unknownOperation, unknownParameter } from '../service-error.ts';
import { RpcParameters } from './rpc-parameters.ts';

/** A call as an operation gets it: signed, permitted, in a region that exists. */
export interface RpcCall {
  readonly parameters: RpcParameters;
  readonly caller: Caller;
  /** Whether the request is about the world's own region; in every other one nothing exists. */
  readonly atHome: boolean;
}

/** One operation of an RPC service. */
export interface RpcOperation {
  readonly kind: 'read' | 'write';
  run(call: RpcCall): JsonObject;
}

/** By the API's action name. */
export type RpcOperations = Readonly<Record<string, RpcOperation>>;

/** An operation that reads. */
export function reading(run: RpcOperation['run']): RpcOperation {
  return { kind: 'read', run };
}

/** An operation that writes. */
export function writing(run: RpcOperation['run']): RpcOperation {
  return { kind: 'write', run };
}

/** What sets ECS, VPC, RAM and CEN apart. */
export interface RpcService {
  readonly service: 'ecs' | 'vpc' | 'ram' | 'cbn';
  /** What RAM calls the service in its actions, where it is another name. */
  readonly ramName?: string;
  readonly version: string;
  readonly operations: RpcOperations;
  /** What the requests may carry, by operation: each of `operations` has its model. */
  readonly requests: RequestModels;
  /** The code of a 403: `Forbidden.RAM` of ECS and VPC, `NoPermission` of RAM. */
  readonly forbiddenCode: string;
  /** The host name that errors name. */
  readonly hostId: string;
}

/** The protocol of ECS, VPC and RAM: `POST /?Parameters` with the action in a header, or in a parameter where the older signature is used; JSON back. */
export function rpcProtocol(context: SandboxContext, access: Access, definition: RpcService): ServiceProtocol {
  const nonces = createNonceBook();
  const { service, operations } = definition;

  return {
    service,
    throttled: new ServiceError(400, 'Throttling.User', 'Request was denied due to user flow control.'),
    failed: new ServiceError(503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'),
    identify(exchange) {
      const operation = actionOf(exchange);
      return { operation, kind: operations[operation]?.kind ?? kindOf(operation) };
    },
    serve(exchange, name, requestId): Answer {
      const verify = isSignedByQuery(exchange) ? verifySignedQuery : verifyAcs3;
      const caller = access.callerOf(verify(exchange, (id) => access.secretOf(id), nonces, Date.now()));
      if ((exchange.headers['x-acs-version'] ?? queryValue(exchange, 'Version')) !== definition.version) throw new ServiceError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw unknownOperation(service, name);
      const action = `${definition.ramName ?? service}:${name}`;
      const verdict = access.judge(caller, action);
      if (verdict !== 'allow') {
        const detail = accessDeniedDetail(context.world, caller, action, verdict);
        throw new ServiceError(403, definition.forbiddenCode, `User not authorized to operate on the specified resource, or this API does not support RAM: ${action}.`, { AccessDeniedDetail: detail });
      }
      const pairs = pairsOf(exchange);
      checkQuery({ ...commonParameters, ...definition.requests[name]?.query }, pairs);
      const parameters = new RpcParameters(pairs);
      const region = parameters.text('RegionId');
      if (region !== undefined) requireRegion(context.world, region);
      // As the SDK's documentation of DryRun says; nothing is done.
      if (parameters.flag('DryRun')) throw new ServiceError(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');
      const body = operation.run({ parameters, caller, atHome: region === undefined || region === context.world.region });
      const ignored = parameters.unread().filter((parameter) => !withoutEffect.has(parameter));
      // A filter that the sandbox does not know would answer with what was not asked for.
      if (operation.kind === 'read' && ignored.length > 0) throw unknownParameter(service, name, ignored);
      return json(200, { RequestId: requestId, ...body });
    },
    renderError: (error, _exchange, requestId) => json(error.status, gatewayErrorBody(error, service, definition.hostId, requestId)),
  };
}

/** A JSON answer. */
export function json(status: number, body: JsonObject | readonly JsonObject[]): Answer {
  return { status, headers: { 'content-type': 'application/json;charset=utf-8' }, body: JSON.stringify(body) };
}

/** What an operation that the sandbox does not know most likely is, by its name. */
export function kindOf(operation: string): 'read' | 'write' {
  return /^(Describe|Get|List|Query|Check|Head)/.test(operation) ? 'read' : 'write';
}

function actionOf(exchange: Exchange): string {
  return exchange.headers['x-acs-action'] ?? queryValue(exchange, 'Action') ?? '';
}

/** What every RPC request may carry, whatever its operation. Clients of the older kind send the region with each call. */
const commonParameters: RequestModel['query'] = Object.fromEntries(
  ['Action', 'Version', 'Format', 'RegionId', 'AccessKeyId', 'SecurityToken', 'Signature', 'SignatureMethod', 'SignatureNonce', 'SignatureType', 'SignatureVersion', 'Timestamp'].map((name) => [name, 'string']),
);

/** What an answer does not depend on. */
const withoutEffect = new Set([...Object.keys(commonParameters), 'OwnerAccount', 'OwnerId', 'ResourceOwnerAccount', 'ResourceOwnerId', 'AcceptLanguage', 'PageNumber', 'PageSize']);

function pairsOf(exchange: Exchange): (readonly [name: string, value: string | undefined])[] {
  const isForm = (exchange.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return [...exchange.query, ...(isForm ? parseQuery(exchange.body.toString()) : [])];
}
