import type { CalicoFingerprints } from './calico-backup/calico-resource.ts';
import { membersOf } from './calico-backup/calico-resource.ts';
import type { ConfigRecord } from './addon/addon-config.ts';

/** What was changed of an add-on that was there before us. */
export interface AddonChangeRecord {
  /** The version that was installed before our first upgrade; absent where only the parameters were changed. */
  readonly previousVersion?: string;
  /** The parameters that we set, with what they were. */
  readonly config: ConfigRecord;
}

/** What the marker ConfigMap remembers of our installation, or of our change of an add-on that was there. */
export interface AddonMarker {
  readonly clusterId: string;
  /** Absent: the installation itself is ours, and undo uninstalls. */
  readonly changed?: AddonChangeRecord;
  /** Calico before our last installation, upgrade or modification. */
  readonly before: CalicoFingerprints;
  /** And once the add-on was active; absent until then. */
  readonly after?: CalicoFingerprints;
}

const keys = {
  clusterId: 'clusterId',
  changed: 'changed',
  before: { definitions: 'calicoCrdsBefore', resources: 'calicoResourcesBefore' },
  after: { definitions: 'calicoCrdsAfter', resources: 'calicoResourcesAfter' },
} as const;

/** The marker as the ConfigMap's data; `null` stands for a key that is to be absent. */
export const renderMarker = (marker: AddonMarker): Record<string, string | null> => ({
  [keys.clusterId]: marker.clusterId,
  [keys.changed]: marker.changed === undefined ? null : JSON.stringify(marker.changed),
  ...render(keys.before, marker.before),
  ...render(keys.after, marker.after),
});

const render = (names: { readonly definitions: string; readonly resources: string }, prints: CalicoFingerprints | undefined): Record<string, string | null> => ({
  [names.definitions]: prints === undefined ? null : JSON.stringify(prints.definitions),
  [names.resources]: prints === undefined ? null : JSON.stringify(prints.resources),
});

/** Reads a marker; `undefined` where the data isn't one of ours. */
export const parseMarker = (data: Readonly<Record<string, string>>): AddonMarker | undefined => {
  const clusterId = data[keys.clusterId];
  const before = parsePrints(keys.before, data);
  if (clusterId === undefined || before === undefined) return undefined;
  const after = parsePrints(keys.after, data);
  const changed = parseObject(data[keys.changed]);
  return {
    clusterId,
    before,
    ...(after === undefined ? {} : { after }),
    ...(changed === undefined ? {} : { changed: { ...(typeof changed['previousVersion'] === 'string' ? { previousVersion: changed['previousVersion'] } : {}), config: membersOf(changed['config']) as ConfigRecord } }),
  };
};

const parsePrints = (names: { readonly definitions: string; readonly resources: string }, data: Readonly<Record<string, string>>): CalicoFingerprints | undefined => {
  const definitions = parseObject(data[names.definitions]);
  if (definitions === undefined) return undefined;
  return { definitions: definitions as CalicoFingerprints['definitions'], resources: (parseObject(data[names.resources]) ?? {}) as CalicoFingerprints['resources'] };
};

const parseObject = (text: string | undefined): Readonly<Record<string, unknown>> | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
};
