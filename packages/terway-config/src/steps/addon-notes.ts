import type { StepOptions } from '@ack-hybrid/core';
import type { ConfigMaps } from '../api/port.ts';
import { parseMarker, renderMarker, type AddonChangeRecord, type AddonMarker } from '../plan/addon-marker.ts';
import type { CalicoFingerprints } from '../plan/calico-backup/calico-resource.ts';
import { managedByLabel, managedByValue, markerName } from '../plan/names.ts';
import { sameJson } from '../plan/read-json.ts';
import { converge, type RetryPatience } from './converge.ts';

/** The ConfigMap kube-system/ack-hybrid-terway-addon: that the installation or change is ours, and how Calico looked. */
export class AddonNotes {
  readonly #configMaps: ConfigMaps;
  readonly #clusterId: string;
  readonly #retry: RetryPatience | undefined;

  constructor(configMaps: ConfigMaps, clusterId: string, retry: RetryPatience | undefined) {
    this.#configMaps = configMaps;
    this.#clusterId = clusterId;
    this.#retry = retry;
  }

  /** Our marker for this cluster; `undefined` where there is none, or another's. */
  async read(options: StepOptions): Promise<AddonMarker | undefined> {
    return (await this.#observe(options))?.marker;
  }

  /** Notes, before a write to the add-on, that it is ours and how Calico looks. An installation of ours stays one. */
  async noteBefore(before: CalicoFingerprints, changed: AddonChangeRecord | undefined, options: StepOptions): Promise<void> {
    await this.#converge(options, async () => {
      const found = await this.#configMaps.read(markerName, options);
      if (found === undefined) {
        const data = renderMarker({ clusterId: this.#clusterId, before, ...(changed === undefined ? {} : { changed }) });
        await this.#configMaps.create(markerName, { labels: { [managedByLabel]: managedByValue }, annotations: {}, data: withoutNulls(data) }, options);
        return;
      }
      const marker = this.#parse(found);
      if (marker === undefined) return;
      const isInstallation = marker.changed === undefined;
      await this.#patch(found.resourceVersion, marker, { clusterId: this.#clusterId, before, ...(isInstallation || changed === undefined ? {} : { changed }) }, options);
    });
  }

  /** Notes how Calico looks after it, so that a later upgrade of Calico isn't taken for something that the add-on did. */
  async noteAfter(read: () => Promise<CalicoFingerprints>, options: StepOptions): Promise<void> {
    await this.#converge(options, async () => {
      const found = await this.#observe(options);
      if (found?.marker === undefined || found.marker.after !== undefined) return;
      await this.#patch(found.resourceVersion, found.marker, { ...found.marker, after: await read() }, options);
    });
  }

  async remove(options: StepOptions): Promise<void> {
    await this.#converge(options, async () => {
      const found = await this.#configMaps.read(markerName, options);
      if (found !== undefined) await this.#configMaps.remove(markerName, found.resourceVersion, options);
    });
  }

  async #observe(options: StepOptions): Promise<{ readonly resourceVersion: string; readonly marker: AddonMarker | undefined } | undefined> {
    const found = await this.#configMaps.read(markerName, options);
    return found === undefined ? undefined : { resourceVersion: found.resourceVersion, marker: this.#parse(found) };
  }

  #parse(found: { readonly labels: Readonly<Record<string, string>>; readonly data: Readonly<Record<string, string>> }): AddonMarker | undefined {
    const marker = found.labels[managedByLabel] === managedByValue ? parseMarker(found.data) : undefined;
    return marker?.clusterId === this.#clusterId ? marker : undefined;
  }

  async #patch(resourceVersion: string, was: AddonMarker, marker: AddonMarker, options: StepOptions): Promise<void> {
    if (sameJson(renderMarker(was), renderMarker(marker))) return;
    await this.#configMaps.patch(markerName, resourceVersion, { data: renderMarker(marker) }, options);
  }

  #converge(options: StepOptions, attempt: () => Promise<void>): Promise<void> {
    return converge(attempt, { signal: options.signal, retry: this.#retry });
  }
}

const withoutNulls = (data: Readonly<Record<string, string | null>>): Record<string, string> => Object.fromEntries(Object.entries(data).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])));
