export { startSandbox } from './sandbox.ts';
export { connectSandbox } from './control.ts';
export type { ConnectedSandbox, SandboxConnection } from './control.ts';
export { SandboxError } from './sandbox-error.ts';
export type { SandboxErrorCode } from './sandbox-error.ts';
export { defaultTiming, defaultWorld } from './world.ts';
export type {
  Sandbox,
  SandboxCall,
  SandboxClock,
  SandboxFault,
  SandboxOptions,
  SandboxSecurityGroupRule,
  SandboxService,
  SandboxSnapshot,
  SandboxTiming,
  SandboxWorld,
} from './types.ts';
