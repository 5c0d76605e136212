import type { JsonObject } from '../json.ts';
import { ServiceError } from '../service-error.ts';
import type { RpcParameters } from './rpc-parameters.ts';

/** Remembers what the creates with a ClientToken made, so that a repeated create makes nothing more. */
export interface ClientTokens {
  /** @throws ServiceError `IdempotentParameterMismatch` where the token was used with other parameters. */
  once(operation: string, caller: string, parameters: RpcParameters, create: () => JsonObject): JsonObject;
}

/** Starts with no token known. Tokens are kept for as long as the sandbox runs; the real services keep them for a day. */
export function createClientTokens(): ClientTokens {
  const known = new Map<string, { fingerprint: string; result: JsonObject }>();
  return {
    once(operation, caller, parameters, create) {
      const token = parameters.text('ClientToken');
      if (token === undefined) return create();
      if (token.length > 64) throw new ServiceError(400, 'InvalidClientToken', 'The specified ClientToken is longer than 64 characters.');
      const key = JSON.stringify([operation, caller, token]);
      const fingerprint = parameters.fingerprint(['ClientToken']);
      const before = known.get(key);
      if (before !== undefined && before.fingerprint !== fingerprint) {
        throw new ServiceError(400, 'IdempotentParameterMismatch', 'The specified ClientToken was used before with other parameters.');
      }
      if (before !== undefined) return before.result;
      const result = create();
      known.set(key, { fingerprint, result });
      return result;
    },
  };
}
