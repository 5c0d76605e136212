import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSdkOperation, type ModelledService } from './models/read-sdk-models.testing.ts';
import { implementedOperations, implementedRoutes } from './testing/implemented-operations.testing.ts';
import { sendSigned } from './testing/signed-request.testing.ts';
import { startSharedTestCloud, type TestCloud } from './testing/test-cloud.ts';

let cloud: TestCloud;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ cloud, stop } = await startSharedTestCloud());
});
afterAll(() => stop());

const operations = Object.entries(implementedOperations()).flatMap(([service, names]) => names.map((name) => [service as ModelledService, name] as const));

describe('a name that the SDK’s model does not have', () => {
  it.each(operations)('is refused in the query of %s %s', async (service, operation) => {
    const { method, path } = await readSdkOperation(service, operation);
    const { status, body } = await sendSigned(cloud, service, { action: operation, method, path: path.replaceAll('*', 'x'), query: 'zzColour=red' });
    expect([status, body['Code'], body['Message']]).toEqual([400, 'UnsupportedParameter', 'Specified parameter zzColour is not supported: this operation has no parameter of that name.']);
  });

  it.each(implementedRoutes().filter((route) => route.method !== 'GET').map((route) => route.name))('is refused in the body of cs %s', async (operation) => {
    const { method, path, request } = await readSdkOperation('cs', operation);
    const content = Array.isArray(request.body) ? [{ zzColour: 'red' }] : { zzColour: 'red' };
    const { status, body } = await sendSigned(cloud, 'cs', { action: operation, method, path: path.replaceAll('*', 'x'), body: JSON.stringify(content) });
    expect([status, body['code'], body['message']]).toEqual([400, 'UnsupportedParameter', expect.stringContaining('zzColour')]);
  });
});
