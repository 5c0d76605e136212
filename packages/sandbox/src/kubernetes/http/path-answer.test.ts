import { describe, expect, it } from 'vitest';
import { emptyCluster } from '../test-cluster.testing.ts';
import { answerPath } from './path-answer.ts';

describe('paths that are no resources', () => {
  it.each([
    ['/readyz', 200],
    ['/version', 200],
    ['/api', 200],
    ['/apis', 200],
    ['/api/v1', 200],
    ['/apis/apps', 200],
    ['/apis/apps/v1', 200],
    ['/apis/none', 404],
    ['/', 404],
  ])('%s answers %i', (path, status) => {
    expect(answerPath(emptyCluster(), '1.33.2', path)).toMatchObject({ status });
  });

  it.each([['/apis/apps/v9', 404], ['/api/v2', 404], ['/openapi/v2', 501], ['/metrics', 501]])('%s is refused with %i', (path, code) => {
    expect(() => answerPath(emptyCluster(), '1.33.2', path)).toThrow(expect.objectContaining({ code }) as Error);
  });
});
