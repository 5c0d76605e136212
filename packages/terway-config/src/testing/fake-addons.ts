import type { AddonDetails, AddonService, TaskProgress } from '../api/alibaba-addons-port.ts';
import type { BackupSink, CalicoResources } from '../api/calico-resources.ts';
import type { OfferedUpgrade } from '../plan/addon/plan-addon-change.ts';
import type { CalicoFingerprints, KindFingerprint } from '../plan/calico-backup/calico-resource.ts';
import type { AddonInstance } from '../api/port.ts';
import { absent, conflict, type Faults } from './faults.ts';

/** Container Service with one add-on that needs some looks to settle. */
export class FakeAddons implements AddonService {
  instanceState: AddonInstance | undefined;
  config = '';
  log: string | undefined;
  taskState: TaskProgress = { state: 'running', message: '', progress: '' };
  installs: unknown[] = [];
  upgradeCalls: unknown[] = [];
  /** The version that is offered to the cluster. */
  offered: string | undefined = 'v1.14.1';
  newer: readonly OfferedUpgrade[] | undefined = [];
  /** Called when the add-on becomes active, or is gone. */
  onSettled: ((installed: boolean) => void) | undefined;
  stuck = false;
  /** Whether `modify` keeps the parameters that its text lacks. */
  merges = false;
  readonly #faults: Faults;
  #looksLeft = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  instance(): Promise<AddonInstance | undefined> {
    const state = this.instanceState?.state;
    const moves = state === 'initial' || state === 'deleting' || state === 'upgrading' || state === 'updating';
    if (moves && !this.stuck && this.#looksLeft-- <= 0) {
      this.instanceState = state === 'deleting' ? undefined : { state: 'active', version: this.instanceState?.version ?? '' };
      if (state === 'deleting') this.config = '';
      this.onSettled?.(state !== 'deleting');
    }
    return Promise.resolve(this.instanceState);
  }

  async details(): Promise<AddonDetails | undefined> {
    const instance = await this.instance();
    return instance === undefined ? undefined : { ...instance, config: this.config, ...(this.log === undefined ? {} : { log: this.log }) };
  }

  offeredVersion(): Promise<string | undefined> {
    return Promise.resolve(this.offered);
  }

  upgrades(): Promise<readonly OfferedUpgrade[] | undefined> {
    return Promise.resolve(this.newer);
  }

  install(_clusterId: string, addon: { readonly name: string; readonly version: string; readonly config?: string | undefined }): Promise<string | undefined> {
    return this.#faults.write('install', () => {
      this.installs.push(addon);
      if (this.instanceState !== undefined) throw conflict();
      this.#begin('initial', addon.version, addon.config);
      return 'T-1';
    });
  }

  upgrade(_clusterId: string, addon: { readonly name: string; readonly from: string; readonly to: string; readonly config?: string | undefined }): Promise<string | undefined> {
    return this.#faults.write('upgrade', () => {
      this.upgradeCalls.push(addon);
      if (this.instanceState?.state !== 'active') throw conflict();
      this.#begin('upgrading', addon.to, addon.config);
      return 'T-3';
    });
  }

  modify(_clusterId: string, _name: string, config: string): Promise<undefined> {
    return this.#faults.write('modify', () => {
      if (this.instanceState?.state !== 'active') throw conflict();
      const kept = this.merges && this.config !== '' ? (JSON.parse(this.config) as object) : {};
      this.#begin('updating', this.instanceState.version, JSON.stringify({ ...kept, ...(JSON.parse(config) as object) }));
      return undefined;
    });
  }

  uninstall(): Promise<string | undefined> {
    return this.#faults.write('uninstall', () => {
      if (this.instanceState === undefined) throw absent('Addon');
      this.instanceState = { ...this.instanceState, state: 'deleting' };
      this.#looksLeft = 1;
      return 'T-2';
    });
  }

  task(): Promise<TaskProgress | undefined> {
    return Promise.resolve(this.taskState);
  }

  #begin(state: string, version: string, config: string | undefined): void {
    this.instanceState = { state, version };
    this.config = config ?? this.config;
    this.#looksLeft = 2;
  }
}

/** Calico's definitions and custom resources as fingerprints. */
export class FakeCalico implements CalicoResources {
  definitions: Record<string, string> = {};
  resources: Record<string, KindFingerprint> = {};
  reads = 0;

  async read(onBackup: BackupSink | undefined): Promise<CalicoFingerprints> {
    this.reads += 1;
    await onBackup?.(`---\n${JSON.stringify(Object.keys(this.definitions))}\n`);
    return structuredClone({ definitions: this.definitions, resources: this.resources });
  }
}
