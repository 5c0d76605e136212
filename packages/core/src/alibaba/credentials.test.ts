import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadCredentials } from './credentials.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ack-hybrid-home-'));
  vi.stubEnv('HOME', home);
  for (const name of Object.keys(process.env)) if (name.startsWith('ALIBABA_CLOUD_')) vi.stubEnv(name, undefined);
  vi.stubEnv('ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true');
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe('loadCredentials', () => {
  it('takes an access key from the environment', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'LTAI5tEnv');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'from-the-environment');
    const key = await loadCredentials();
    expect([key.accessKeyId, key.accessKeySecret.reveal(), key.securityToken]).toEqual(['LTAI5tEnv', 'from-the-environment', undefined]);
  });

  it('keeps the token of temporary credentials as a secret', async () => {
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_ID', 'STS.x');
    vi.stubEnv('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'secret');
    vi.stubEnv('ALIBABA_CLOUD_SECURITY_TOKEN', 'token');
    expect(JSON.stringify(await loadCredentials())).toBe('{"accessKeyId":"STS.x","accessKeySecret":"[secret]","securityToken":"[secret]"}');
  });

  it('says in one sentence what to do where there are none', async () => {
    await expect(loadCredentials()).rejects.toMatchObject({
      code: 'MissingCredentials',
      remediation: 'Set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or configure a profile with the aliyun CLI.',
    });
  });
});
