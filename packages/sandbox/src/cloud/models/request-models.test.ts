import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { implementedOperations, implementedRoutes } from '../testing/implemented-operations.testing.ts';
import { readSdkOperation } from './read-sdk-models.testing.ts';
import { renderRequestModels } from './render-request-models.testing.ts';

const operations = implementedOperations();

describe.each(['ecs', 'vpc', 'ram', 'cs'] as const)('the request models of %s', (service) => {
  it('are those of the SDK that is installed (else: npx tsx scripts/write-cloud-models.ts)', async () => {
    const written = readFileSync(new URL(`./${service}-requests.ts`, import.meta.url), 'utf8');
    expect(written).toBe(await renderRequestModels(service, operations[service]));
  });
});

describe('the routes of Container Service', () => {
  it.each(implementedRoutes().map((route) => [route.name, route] as const))('%s is where the SDK sends it', async (name, route) => {
    const { method, path, version } = await readSdkOperation('cs', name);
    expect(version).toBe('2015-12-15');
    expect(method).toBe(route.method);
    // The patterns that fit the SDK's path, with something in each part that is filled in.
    const fitting = implementedRoutes().filter((other) => other.method === method && other.pattern.test(path.replaceAll('*', 'x')));
    expect(fitting.map((other) => other.name)).toContain(name);
  });
});
