import type { SandboxContext } from '../../halves.ts';
import { createNonceBook, verifyAcs3 } from '../acs3-signature.ts';
import { parseQuery, queryValue, type Answer, type Exchange } from '../http/exchange.ts';
import type { ServiceProtocol } from '../http/service-server.ts';
import type { JsonObject } from '../json.ts';
import { accessDeniedDetail, type Access, type Caller } from '../ram/access.ts';
import { requireRegion } from '../regions.ts';
import { ServiceError, unknownOperation } from '../service-error.ts';
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
  /** Whether the vendor demands RegionId. */
  readonly region: 'required' | 'optional';
  run(call: RpcCall): JsonObject;
}

/** By the API's action name. */
export type RpcOperations = Readonly<Record<string, RpcOperation>>;

/** An operation that reads. */
export function reading(run: RpcOperation['run'], region: RpcOperation['region'] = 'optional'): RpcOperation {
  return { kind: 'read', region, run };
}

/** An operation that writes. */
export function writing(run: RpcOperation['run'], region: RpcOperation['region'] = 'optional'): RpcOperation {
  return { kind: 'write', region, run };
}

/** What sets ECS, VPC and RAM apart. */
export interface RpcService {
  readonly service: 'ecs' | 'vpc' | 'ram';
  readonly version: string;
  readonly operations: RpcOperations;
  /** The code of a 403: `Forbidden.RAM` of ECS and VPC, `NoPermission` of RAM. */
  readonly forbiddenCode: string;
  /** The host name that errors name. */
  readonly hostId: string;
}

/** The protocol of ECS, VPC and RAM: `POST /?Parameters` with the action in a header, JSON back. */
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
      const caller = access.callerOf(verifyAcs3(exchange, (id) => access.secretOf(id), nonces, Date.now()));
      if (exchange.headers['x-acs-version'] !== definition.version) throw new ServiceError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw unknownOperation(service, name);
      const action = `${service}:${name}`;
      const verdict = access.judge(caller, action);
      if (verdict !== 'allow') {
        const detail = accessDeniedDetail(context.world, caller, action, verdict);
        throw new ServiceError(403, definition.forbiddenCode, `User not authorized to operate on the specified resource, or this API does not support RAM: ${action}.`, { AccessDeniedDetail: detail });
      }
      const parameters = parametersOf(exchange);
      const region = operation.region === 'required' ? parameters.required('RegionId') : parameters.text('RegionId');
      if (region !== undefined) requireRegion(context.world, region);
      return json(200, { RequestId: requestId, ...operation.run({ parameters, caller, atHome: region === undefined || region === context.world.region }) });
    },
    renderError: (error, _exchange, requestId) =>
      json(error.status, {
        RequestId: requestId,
        HostId: definition.hostId,
        Code: error.code,
        Message: error.message,
        Recommend: `https://api.aliyun.com/troubleshoot?q=${error.code}&product=${service}`,
        ...error.fields,
      }),
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

function parametersOf(exchange: Exchange): RpcParameters {
  const isForm = (exchange.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return new RpcParameters([...exchange.query, ...(isForm ? parseQuery(exchange.body.toString()) : [])]);
}
