import type { SandboxContext } from '../../halves.ts';
import { isSignedByAcsHeader, verifySignedAcsHeader } from '../acs1-signature.ts';
import { createNonceBook, verifyAcs3 } from '../acs3-signature.ts';
import { decode, type Exchange } from '../http/exchange.ts';
import type { ServiceProtocol } from '../http/service-server.ts';
import { parseJson } from '../json.ts';
import { checkBody } from '../models/check-body.ts';
import { checkQuery } from '../models/check-query.ts';
import type { RequestModel, RequestModels } from '../models/request-model.ts';
import { accessDeniedDetail, type Access } from '../ram/access.ts';
import { json } from '../rpc/rpc-service.ts';
import { atGateway, GatewayError, gatewayErrorBody, ServiceError, unknownOperation, unknownParameter } from '../service-error.ts';
import { unaskedIn, type CsCall, type CsOperation } from './cs-call.ts';

const version = '2015-12-15';

/** The protocol of Container Service: REST with JSON bodies, signed like the RPC services. Each operation has its model in `requests`. */
export function csProtocol(context: SandboxContext, access: Access, operations: readonly CsOperation[], requests: RequestModels): ServiceProtocol {
  const nonces = createNonceBook();
  const find = (exchange: Exchange): CsOperation | undefined =>
    // A path of fixed words wins over one with a part to fill in.
    operations.filter((operation) => operation.method === exchange.method && operation.pattern.test(exchange.path)).sort((a, b) => starsIn(a) - starsIn(b))[0];

  const authenticate = (exchange: Exchange): string => {
    const verify = isSignedByAcsHeader(exchange) ? verifySignedAcsHeader : verifyAcs3;
    const accessKeyId = verify(exchange, (id) => access.secretOf(id), nonces, Date.now());
    if (exchange.headers['x-acs-version'] !== version) throw new ServiceError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
    return accessKeyId;
  };

  return {
    service: 'cs',
    throttled: new GatewayError(429, 'Throttling.User', 'Request was denied due to user flow control.'),
    failed: new ServiceError(503, 'ServiceUnavailable', 'The request has failed due to a temporary failure of the server.'),
    identify(exchange) {
      const operation = find(exchange);
      const name = operation?.name ?? exchange.headers['x-acs-action'] ?? `${exchange.method} ${exchange.path}`;
      return { operation: name, kind: operation?.kind ?? (exchange.method === 'GET' ? 'read' : 'write') };
    },
    serve(exchange, name, requestId) {
      const caller = access.callerOf(atGateway(() => authenticate(exchange)));
      const operation = find(exchange);
      if (operation === undefined) throw unknownOperation('cs', name);
      const action = `cs:${name}`;
      const verdict = access.judge(caller, action);
      if (verdict !== 'allow') {
        throw new ServiceError(403, 'StatusForbidden', `RAM policy Forbidden for action ${action}`, { accessDeniedDetail: accessDeniedDetail(context.world, caller, action, verdict) });
      }
      const model = requests[operation.name];
      atGateway(() => checkQuery(model?.query ?? {}, exchange.query));
      checkContent(model, exchange);
      const path = (operation.pattern.exec(exchange.path) ?? []).slice(1).map((part) => decode(part.replace(/\+/g, '%2B')));
      const call: CsCall = { exchange, path, requestId, asked: new Set() };
      const body = operation.run(call);
      const ignored = unaskedIn(call, operation);
      // A filter that the sandbox does not know would answer with what was not asked for.
      if (operation.kind === 'read' && ignored.length > 0) throw unknownParameter('cs', name, ignored);
      return body === undefined ? { status: 200, headers: { 'content-type': 'application/json;charset=utf-8' }, body: '' } : json(200, body);
    },
    renderError: (error, _exchange, requestId) =>
      json(
        error.status,
        error instanceof GatewayError
          ? gatewayErrorBody(error, 'cs', `cs.${context.world.region}.aliyuncs.com`, requestId)
          : { code: error.code, message: error.message, requestId, status: error.status, ...error.fields },
      ),
  };
}

/** A body that is no JSON is left to the operation, which says so. */
function checkContent(model: RequestModel | undefined, exchange: Exchange): void {
  const body = exchange.body.length === 0 ? undefined : parseJson(exchange.body.toString());
  if (body !== undefined) checkBody(model?.body ?? {}, body);
}

function starsIn(operation: CsOperation): number {
  return operation.pattern.source.split('([^').length - 1;
}
