import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { ModelledService } from '../models/read-sdk-models.testing.ts';
import type { TestCloud, TestKey } from './test-cloud.ts';

const versions: Readonly<Record<ModelledService | 'cbn', string>> = { cbn: '2017-09-12', ecs: '2014-05-26', vpc: '2016-04-28', ram: '2015-05-01', cs: '2015-12-15' };

/** A request that no SDK would make. */
export interface RawRequest {
  readonly action: string;
  readonly method?: string;
  readonly path?: string;
  /** As it goes over the wire, with the names in order. */
  readonly query?: string;
  readonly body?: string;
  readonly key?: TestKey;
  /** Another secret than the key's. */
  readonly secret?: string;
}

/** Signs a request by hand and sends it, so that a test can send what it likes, and sees the answer's own fields and not what an SDK makes of them. */
export async function sendSigned(cloud: TestCloud, service: ModelledService | 'cbn', request: RawRequest): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const { method = 'GET', path = '/', query = '', body = '', action, key = { id: cloud.world.accessKeyId, secret: cloud.world.accessKeySecret }, secret = key.secret } = request;
  const host = cloud.half.endpoints[service];
  const hash = createHash('sha256').update(body).digest('hex');
  const headers: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': hash,
    'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': versions[service],
  };
  const signed = Object.keys(headers).sort();
  const canonical = [method, path, query, ...signed.map((name) => `${name}:${headers[name]}`), '', signed.join(';'), hash].join('\n');
  const signature = createHmac('sha256', secret).update(`ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`).digest('hex');
  const answer = await fetch(`http://${host}${path}${query === '' ? '' : `?${query}`}`, {
    method,
    headers: { ...headers, authorization: `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${signed.join(';')},Signature=${signature}` },
    ...(body === '' ? {} : { body }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
