import { HybridError } from '../errors/hybrid-error.ts';
import { Secret } from '../secret.ts';
import type { AccessKey } from './alibaba-cloud.ts';

/**
 * Resolves credentials by the vendor's default chain: environment variables, OIDC role, CLI and shared profile, ECS RAM
 * role, credentials URI.
 *
 * @throws {HybridError} `MissingCredentials` where no link of the chain gives any
 */
export const loadCredentials = async (): Promise<AccessKey> => {
  const module = await import('@alicloud/credentials');
  const outer = module.default as unknown as { readonly default?: typeof module.default };
  const Credential = outer.default ?? module.default;
  try {
    const model = await new Credential().getCredential();
    if (typeof model.accessKeyId === 'string' && model.accessKeyId !== '' && typeof model.accessKeySecret === 'string') {
      return {
        accessKeyId: model.accessKeyId,
        accessKeySecret: new Secret(model.accessKeySecret),
        ...(model.securityToken ? { securityToken: new Secret(model.securityToken) } : {}),
      };
    }
  } catch {
    // The chain's own message lists internals of every provider it tried; ours says what to do.
  }
  throw new HybridError({
    code: 'MissingCredentials',
    message: 'no Alibaba Cloud credentials: the default chain (environment, OIDC role, CLI profile, ECS RAM role) gives none',
    remediation: 'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile with the aliyun CLI.',
  });
};
