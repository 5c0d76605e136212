import { parse } from 'yaml';
import { createClock } from './clock.ts';
import { startCloud } from './cloud/start-cloud.ts';
import { startControlServer, type ControlServer } from './control.ts';
import { createFaults } from './faults.ts';
import type { CloudHalf, KubernetesHalf, SandboxContext } from './halves.ts';
import { startKubernetes } from './kubernetes/start-kubernetes.ts';
import { checkOptions, mergeTiming, mergeWorld } from './merge-world.ts';
import { createClusterAgent } from './node/agent.ts';
import { createKubeletClient } from './node/kubelet-client.ts';
import { createNodeKubelets } from './node/node-kubelets.ts';
import { createPodRuntime } from './node/pod-runtime.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Sandbox, SandboxCall, SandboxOptions, SandboxService } from './types.ts';

/**
 * Starts Alibaba Cloud (ECS, VPC, RAM, Container Service, OSS, CEN) and a data centre's Kubernetes API on loopback, joined by the
 * agent of a registered cluster. Everything is in memory; `stop()` leaves no listener, no process and no file.
 *
 * @example
 * const sandbox = await startSandbox({ timing: { taskMs: 50 } });
 * const ecs = new Client({ accessKeyId: sandbox.world.accessKeyId, accessKeySecret: sandbox.world.accessKeySecret,
 *   endpoint: sandbox.endpoints.ecs, protocol: 'http', regionId: sandbox.world.region });
 * await sandbox.stop();
 *
 * @throws SandboxError `InvalidOption` with the path of the first option that is wrong, or where a port is taken.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  checkOptions(options);
  const world = mergeWorld(options.world);
  const timing = mergeTiming(options.timing);
  const externalUrl = options.kubeconfig === undefined ? undefined : serverOf(options.kubeconfig);
  const clock = createClock(options.clock ?? 'system');
  const calls: SandboxCall[] = [];
  const faults = createFaults(options.faults ?? []);
  const removals = new Set<() => void>();
  const context: SandboxContext = { world, timing, clock, record: (call) => void calls.push(call), faultFor: (call) => faults.faultFor(call) };

  let cloud: CloudHalf | undefined;
  // Node half and cloud half need each other; no pod and no node runs before both are up.
  const startedCloud = (): CloudHalf => {
    if (cloud === undefined) throw new SandboxError('RunFailed', 'the cloud half of the sandbox is not up yet');
    return cloud;
  };
  const podRuntime = createPodRuntime({ world, cloud: startedCloud });
  const kubernetes: KubernetesHalf | undefined =
    options.kubeconfig === undefined ? await startKubernetes(context, { ...(options.ports?.kubernetes === undefined ? {} : { port: options.ports.kubernetes }), podRuntime }) : undefined;
  const adminKubeconfig = options.kubeconfig ?? kubernetes?.kubeconfig('admin') ?? '';
  // The sandbox's own Kubernetes API stands for every kubelet; another cluster has none for the cloud nodes.
  const kubelets = options.kubeconfig === undefined ? undefined : await createNodeKubelets({ context, client: createKubeletClient(options.kubeconfig), podRuntime, cloud: startedCloud });
  const agent = createClusterAgent({ context, kubeconfig: options.kubeconfig ?? kubernetes?.kubeconfig('agent') ?? '', cloud: startedCloud, ...(kubelets === undefined ? {} : { kubelets }) });

  let control: ControlServer | undefined;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      await control?.stop();
      // Together: a task of the cloud may wait for a boot, and the agent's stop ends the boot's script.
      await Promise.all([agent.stop(), cloud?.stop(), kubelets?.stop()]);
      await podRuntime.stop();
      await kubernetes?.stop();
    })());

  try {
    cloud = await startCloud(context, { agent, kubeconfig: adminKubeconfig, ossV1: options.ossV1 ?? false, ...(options.ports === undefined ? {} : { ports: cloudPorts(options.ports) }) });
    const endpoints: Readonly<Record<SandboxService, string>> = { ...cloud.endpoints, kubernetes: kubernetes?.url ?? externalUrl ?? '' };
    const running = cloud;
    const addFault: Sandbox['addFault'] = (fault) => {
      const remove = faults.addFault(fault);
      removals.add(remove);
      return () => {
        removals.delete(remove);
        remove();
      };
    };
    const shared = {
      endpoints,
      kubeconfig: adminKubeconfig,
      world,
      clock,
      calls: () => [...calls],
      addFault,
      snapshot: () => Promise.resolve({ cloud: running.snapshot(), cluster: kubernetes?.snapshot() ?? {} }),
      stop,
    };
    control = await startControlServer(
      {
        ...shared,
        clearFaults() {
          for (const remove of removals) remove();
          removals.clear();
        },
      },
      options.ports?.control,
    );
    return { ...shared, control: control.url };
  } catch (error) {
    await stop();
    throw error;
  }
}

const cloudServices = ['ecs', 'vpc', 'ram', 'cs', 'oss', 'cbn'] as const;

function cloudPorts(ports: NonNullable<SandboxOptions['ports']>): Partial<Record<(typeof cloudServices)[number], number>> {
  return Object.fromEntries(cloudServices.flatMap((service) => (ports[service] === undefined ? [] : [[service, ports[service]]])));
}

/** The API server of a kubeconfig's current context. */
function serverOf(kubeconfig: string): string {
  let server: unknown;
  try {
    const config = parse(kubeconfig) as {
      readonly 'current-context'?: string;
      readonly contexts?: readonly { readonly name?: string; readonly context?: { readonly cluster?: string } }[];
      readonly clusters?: readonly { readonly name?: string; readonly cluster?: { readonly server?: string } }[];
    } | null;
    const context = config?.contexts?.find((candidate) => candidate.name === config['current-context']);
    server = config?.clusters?.find((candidate) => candidate.name === context?.context?.cluster)?.cluster?.server;
  } catch {
    // The parser's message may quote a token.
    throw new SandboxError('InvalidOption', 'startSandbox: options.kubeconfig is not YAML; pass the text of a kubeconfig, not its path');
  }
  if (typeof server !== 'string') throw new SandboxError('InvalidOption', 'startSandbox: options.kubeconfig names no server for its current context; pass the text of a kubeconfig, not its path');
  return server;
}
