import type { Change, StepOptions } from '@ack-hybrid/core';
import { parseAddonConfig, undoConfig } from '../plan/addon/addon-config.ts';
import type { AddonChangeRecord } from '../plan/addon-marker.ts';
import { addonName } from '../plan/names.ts';
import { sameJson } from '../plan/read-json.ts';
import type { AddonInput, AddonPorts } from './addon.ts';
import { AddonNotes } from './addon-notes.ts';
import { addonTarget, markerTarget } from './addon-run.ts';
import { driveAddon } from './drive-addon.ts';

/** Takes back the installation, or the parameters of an add-on that was there before; says what stays. */
export const undoAddon = async (ports: AddonPorts, input: AddonInput, options: StepOptions): Promise<readonly Change[]> => {
  const notes = new AddonNotes(ports.configMaps, input.clusterId, input.retry);
  const marker = await notes.read(options);
  const find = () => ports.addons.instance(input.clusterId, addonName, options);
  if (marker === undefined) {
    const instance = await find();
    if (instance !== undefined && instance.state !== 'deleting') options.onProgress?.(`${addonTarget} was not installed by us: left in place`);
    return [];
  }
  const { changes, note } = marker.changed === undefined ? await uninstall(ports, input, options) : await giveBack(ports, input, marker.changed, options);
  await notes.remove(options);
  return [...changes, { action: 'delete', target: markerTarget, summary: note }];
};

interface Undone {
  readonly changes: readonly Change[];
  /** What becomes of the marker, and what can't be taken back. */
  readonly note: string;
}

const uninstall = async (ports: AddonPorts, input: AddonInput, options: StepOptions): Promise<Undone> => {
  const find = () => ports.addons.instance(input.clusterId, addonName, options);
  const changes: Change[] = (await find()) === undefined ? [] : [{ action: 'delete', target: addonTarget, summary: `uninstall ${addonName}` }];
  await driveAddon(
    ports.addons,
    find,
    {
      subject: `the uninstallation of ${addonName}`,
      reached: (found) => found === undefined,
      mayAct: (found) => found?.state === 'active' || found?.state === 'unhealthy',
      act: () => ports.addons.uninstall(input.clusterId, addonName, options),
    },
    input,
    options,
  );
  return { changes, note: 'remove the note of our installation' };
};

const giveBack = async (ports: AddonPorts, input: AddonInput, record: AddonChangeRecord, options: StepOptions): Promise<Undone> => {
  const details = () => ports.addons.details(input.clusterId, addonName, options);
  const found = await details();
  const installed = found === undefined ? undefined : parseAddonConfig(found.config);
  const { previousVersion } = record;
  const kept = previousVersion === undefined || found === undefined || found.version === previousVersion ? [] : [`${found.version} stays, where ${previousVersion} was before: Container Service has no downgrade`];
  const noteOf = (left: readonly string[]): string => ['remove the note of our change', ...kept, ...(left.length === 0 ? [] : [`left as they are, since their value was changed since or not noted: ${left.join(', ')}`])].join('; ');
  for (const message of kept) options.onProgress?.(`${addonTarget}: ${message}`);
  if (found === undefined || installed === undefined) return { changes: [], note: noteOf(found === undefined ? [] : Object.keys(record.config)) };

  const { config, restored, removed, left } = undoConfig(installed, record.config);
  const keys = [...restored, ...removed];
  if (keys.length === 0) return { changes: [], note: noteOf(left) };
  await driveAddon(
    ports.addons,
    details,
    {
      subject: `the change of ${addonName} back`,
      reached: (instance, acknowledged) => {
        const now = instance === undefined ? {} : (parseAddonConfig(instance.config) ?? {});
        // Whether the service drops a parameter that the new text lacks isn't said: once it has answered, that is no reason to wait.
        return instance?.state === 'active' && restored.every((key) => sameJson(now[key], config[key])) && (acknowledged || removed.every((key) => !Object.hasOwn(now, key)));
      },
      mayAct: (instance) => instance?.state === 'active' || instance?.state === 'unhealthy',
      act: () => ports.addons.modify(input.clusterId, addonName, JSON.stringify(config), options),
    },
    input,
    options,
  );
  return { changes: [{ action: 'update', target: addonTarget, summary: `give back ${keys.join(', ')}` }], note: noteOf(left) };
};
