import type { Step } from '@ack-hybrid/core';
import { lookAround, openPreflightPorts, validatePreflightInput, type PreflightClients, type PreflightInput, type PreflightPorts } from '../run-preflight.ts';
import type { RegisteredCluster } from '../plan/preflight-facts.ts';

/**
 * The step `preflight`: the prerequisites as checks of its plan, so that a failed one stops a run before the first write.
 * It changes nothing and takes nothing back.
 *
 * @throws {InvalidInputError} at once, with the path of every bad field
 */
export const createPreflightStep = (clients: PreflightClients, input: PreflightInput): Step<PreflightInput, RegisteredCluster> => buildPreflightStep(openPreflightPorts(clients), input);

/** The step over given ports. */
export const buildPreflightStep = (ports: PreflightPorts, input: PreflightInput): Step<PreflightInput, RegisteredCluster> => {
  validatePreflightInput(input);
  return {
    name: 'preflight',
    title: 'Look at the prerequisites',
    plan: async (options) => ({ desired: input, changes: [], checks: (await lookAround(ports, input, options)).checks }),
    apply: (plan, options) => ports.reader.readCluster(plan.desired.clusterId, { signal: options?.signal }),
    // The checks stand in the plan: nothing was changed since that could alter them.
    verify: async () => [],
  };
};
