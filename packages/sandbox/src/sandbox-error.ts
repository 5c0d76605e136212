/** What went wrong, for programs: bad options, a sandbox that is not there, or a tool that this machine lacks. */
export type SandboxErrorCode = 'InvalidOption' | 'NotReachable' | 'MissingTool' | 'RunFailed';

const marker = Symbol.for('@ack-hybrid/sandbox/SandboxError');

/** The sandbox's own error. The message says what is wrong with what and how to mend it. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }

  /** True for an error of any copy of this package. */
  static isInstance(error: unknown): error is SandboxError {
    return typeof error === 'object' && error !== null && marker in error;
  }
}
