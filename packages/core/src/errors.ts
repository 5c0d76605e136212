/** The errors alone, for a module that needs no client and no step: what it imports loads at once. */
export { ApiError } from './errors/api-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { HybridError } from './errors/hybrid-error.ts';
export { InvalidInputError } from './errors/invalid-input-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { PermissionError } from './errors/permission-error.ts';
export { StepError } from './errors/step-error.ts';
export { VerificationError } from './errors/verification-error.ts';
export { WaitTimeoutError } from './errors/wait-timeout-error.ts';
