import { expect, it } from 'vitest';
import { ServiceError, unknownOperation } from './service-error.ts';

it('an unknown operation is named with its service, and is no error of the client', () => {
  const error = unknownOperation('ecs', 'RunInstances');
  expect(error).toBeInstanceOf(ServiceError);
  expect([error.status, error.code, error.message]).toEqual([501, 'SandboxOperationUnknown', "The sandbox's ecs does not know the operation RunInstances."]);
});
