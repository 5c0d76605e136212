/** Fingerprints of CRD specs by name. */
export type CrdFingerprints = Readonly<Record<string, string>>;

/** What the marker ConfigMap remembers of our installation. */
export interface AddonMarker {
  readonly clusterId: string;
  /** Calico's CRDs before the installation. */
  readonly crdsBefore: CrdFingerprints;
  /** And once it was active; absent until then. */
  readonly crdsAfter?: CrdFingerprints;
}

/** The marker as the ConfigMap's data. */
export const renderMarker = (marker: AddonMarker): Record<string, string> => ({
  clusterId: marker.clusterId,
  calicoCrdsBefore: JSON.stringify(marker.crdsBefore),
  ...(marker.crdsAfter === undefined ? {} : { calicoCrdsAfter: JSON.stringify(marker.crdsAfter) }),
});

/** Reads a marker; `undefined` where the data isn't one of ours. */
export const parseMarker = (data: Readonly<Record<string, string>>): AddonMarker | undefined => {
  const [before, after] = [parseFingerprints(data['calicoCrdsBefore']), parseFingerprints(data['calicoCrdsAfter'])];
  const clusterId = data['clusterId'];
  if (clusterId === undefined || before === undefined) return undefined;
  return { clusterId, crdsBefore: before, ...(after === undefined ? {} : { crdsAfter: after }) };
};

const parseFingerprints = (text: string | undefined): CrdFingerprints | undefined => {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as CrdFingerprints) : undefined;
  } catch {
    return undefined;
  }
};

/** How CRDs differ, by name. */
export interface CrdDifference {
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What became of CRDs from one look to the other. */
export const compareCrds = (before: CrdFingerprints, after: CrdFingerprints): CrdDifference => ({
  changed: Object.keys(before).filter((name) => after[name] !== undefined && after[name] !== before[name]),
  removed: Object.keys(before).filter((name) => after[name] === undefined),
  added: Object.keys(after).filter((name) => before[name] === undefined),
});
