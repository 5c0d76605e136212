import type { BootingInstance, BootResult, ClusterAgent, NodeMarks } from '../../halves.ts';

/** A programmable agent for tests: it notes what it was asked for, and does what its fields say. */
export class FakeClusterAgent implements ClusterAgent {
  readonly calls: string[] = [];
  readonly booted: BootingInstance[] = [];
  readonly installed: { readonly name: string; readonly version: string; readonly config: Readonly<Record<string, unknown>> }[] = [];
  readonly updated: { readonly before: NodeMarks; readonly after: NodeMarks }[] = [];
  /** How the next boots end; a node named after the instance by default. */
  boot: (instance: BootingInstance) => Promise<BootResult> = (instance) => Promise.resolve({ ok: true, nodeName: `${instance.region}.${instance.privateIp}`, log: '' });
  /** Whether installing, uninstalling, updating or removing fails, and with what. */
  failure: Error | undefined;

  installAddon(addon: { readonly name: string; readonly version: string; readonly config: Readonly<Record<string, unknown>> }): Promise<void> {
    this.calls.push(`install ${addon.name} ${addon.version}`);
    this.installed.push(addon);
    return this.#end();
  }

  uninstallAddon(name: string): Promise<void> {
    this.calls.push(`uninstall ${name}`);
    return this.#end();
  }

  bootNode(instance: BootingInstance): Promise<BootResult> {
    this.calls.push(`boot ${instance.instanceId}`);
    this.booted.push(instance);
    return this.boot(instance);
  }

  updateNode(instanceId: string, before: NodeMarks, after: NodeMarks): Promise<void> {
    this.calls.push(`update ${instanceId}`);
    this.updated.push({ before, after });
    return this.#end();
  }

  removeNode(instanceId: string, options: { readonly drain: boolean }): Promise<void> {
    this.calls.push(`remove ${instanceId} drain=${options.drain}`);
    return this.#end();
  }

  #end(): Promise<void> {
    return this.failure === undefined ? Promise.resolve() : Promise.reject(this.failure);
  }
}
