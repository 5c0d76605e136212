import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { findBuiltRequests } from './request-fields.ts';

const require = createRequire(new URL('../../../packages/sandbox/package.json', import.meta.url));

/** A class of an SDK, where it has one of this name. */
function modelOf(sdks: readonly string[], className: string): { names(): Readonly<Record<string, string>> } | undefined {
  for (const sdk of sdks) {
    const found = (require(sdk) as Readonly<Record<string, { names?(): Readonly<Record<string, string>> }>>)[className];
    if (typeof found?.names === 'function') return found as { names(): Readonly<Record<string, string>> };
  }
  return undefined;
}

const requests = findBuiltRequests();

describe('the requests that the packages build', () => {
  it('are found', () => {
    expect(requests.length).toBeGreaterThan(40);
    expect(requests.reduce((sum, request) => sum + request.fields.length, 0)).toBeGreaterThan(100);
  });

  it.each(requests.map((request) => [`${request.file}:${request.line}`, request.className, request] as const))('%s gives %s no field that the SDK’s class does not have', (_place, className, request) => {
    const model = modelOf(request.sdks, className);
    expect(model, `no SDK of ${request.sdks.join(', ')} has the class`).toBeDefined();
    const names = Object.keys(model?.names() ?? {});
    expect(request.fields.filter((field) => !names.includes(field))).toEqual([]);
    expect(request.unresolved).toEqual([]);
  });
});
