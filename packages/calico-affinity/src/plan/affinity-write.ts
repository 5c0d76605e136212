import { readRecord, recordNames, renderRecord, type AffinityRecord, type RecordNames } from './affinity-record.ts';
import { planAffinity, type AffinityPlan } from './exclude-cloud-nodes.ts';
import { isJsonObject, mergePatchBetween, readPath, sameJson, withoutPath, withPath, type JsonObject } from './json.ts';
import type { ExcludeOptions, PodAffinitySpec } from './node-affinity.ts';
import { restoreAffinity } from './restore-affinity.ts';

/** The object whose affinity is changed, as it was read. */
export interface AffinityHolder {
  /** `DaemonSet kube-system/calico-node`, `Installation default`. */
  readonly subject: string;
  readonly object: JsonObject;
  /** Where the pod affinity stands in it. */
  readonly path: readonly string[];
  /**
   * The affinity that applies where the object has none at this path: an operator's own. Writing an override replaces
   * that one as a whole, so it is merged into ours.
   */
  readonly inherited?: PodAffinitySpec | undefined;
  /** Which part of the object it is, where the object has several affinities, each with a record of its own. */
  readonly part?: string;
}

/** A write that isn't sent yet. */
export interface AffinityWrite {
  readonly subject: string;
  readonly before: PodAffinitySpec | undefined;
  readonly after: PodAffinitySpec | undefined;
  /** A merge patch with the resourceVersion that was read as its precondition; absent where nothing is to be written. */
  readonly patch: JsonObject | undefined;
}

/** The write that keeps the DaemonSet off the cloud nodes. */
export interface ExcludingWrite extends AffinityWrite {
  readonly plan: AffinityPlan;
}

/** The write that takes ours back. */
export interface RestoringWrite extends AffinityWrite {
  /** See `RestoredAffinity`; `nothing`: no record of ours is on the object. */
  readonly kind: 'exact' | 'partial' | 'nothing';
  readonly notes: readonly string[];
  /** What we had written; `undefined` where there is no record. */
  readonly applied: PodAffinitySpec | undefined;
}

/**
 * Plans the write that adds our requirements, and the record of what was there, in one patch. A record from an earlier
 * write is kept, so that undo leads back to the state before the first one; what others changed since counts as theirs.
 *
 * @throws {CalicoAffinityError} where an earlier record can't be read
 */
export const planExcludingWrite = (holder: AffinityHolder, options: ExcludeOptions = {}): ExcludingWrite => {
  const current = affinityOf(holder);
  const base = current ?? holder.inherited;
  const plan = planAffinity(base?.nodeAffinity, options);
  if (!plan.changed) return { subject: holder.subject, before: current, after: current, patch: undefined, plan };
  const after: PodAffinitySpec = { ...base, nodeAffinity: plan.after };
  const annotations = { ...annotationsOf(holder.object), ...renderRecord({ ...recordFor(holder, current), applied: after }, recordNames(holder.part)) };
  const wanted = withPath(withPath(holder.object, holder.path, after), ['metadata', 'annotations'], annotations);
  return { subject: holder.subject, before: current, after, patch: patchTo(holder.object, wanted), plan };
};

/**
 * Plans the write that takes our requirements and our annotations back; see `restoreAffinity`.
 *
 * @throws {CalicoAffinityError} where the record can't be read
 */
export const planRestoringWrite = (holder: AffinityHolder): RestoringWrite => {
  const current = affinityOf(holder);
  const record = readRecord(annotationsOf(holder.object), holder.path.length, holder.subject, recordNames(holder.part));
  if (record === undefined) return { subject: holder.subject, before: current, after: current, patch: undefined, kind: 'nothing', notes: [], applied: undefined };
  const restored = restoreAffinity({ current, previous: record.previous, applied: record.applied });
  const placed =
    restored.affinity === undefined ? withoutPath(holder.object, holder.path, record.depthBefore + 1) : withPath(holder.object, holder.path, restored.affinity);
  const wanted = withoutRecord(placed, recordNames(holder.part));
  return { subject: holder.subject, before: current, after: restored.affinity, patch: patchTo(holder.object, wanted), kind: restored.kind, notes: restored.notes, applied: record.applied };
};

const recordFor = (holder: AffinityHolder, current: PodAffinitySpec | undefined): Omit<AffinityRecord, 'applied'> => {
  const depthNow = holder.path.findIndex((_, index) => readPath(holder.object, holder.path.slice(0, index + 1)) === undefined);
  const depthBefore = depthNow === -1 ? holder.path.length : depthNow;
  const record = readRecord(annotationsOf(holder.object), holder.path.length, holder.subject, recordNames(holder.part));
  if (record === undefined) return { previous: current, depthBefore };
  if (sameJson(current, record.applied)) return record;
  const { affinity } = restoreAffinity({ current, previous: record.previous, applied: record.applied });
  return { previous: affinity, depthBefore: Math.min(depthBefore, record.depthBefore) };
};

const affinityOf = (holder: AffinityHolder): PodAffinitySpec | undefined => {
  const value = readPath(holder.object, holder.path);
  return isJsonObject(value) ? (value) : undefined;
};

const annotationsOf = (object: JsonObject): Readonly<Record<string, string>> | undefined =>
  readPath(object, ['metadata', 'annotations']) as Readonly<Record<string, string>> | undefined;

const withoutRecord = (object: JsonObject, names: RecordNames): JsonObject => {
  const less = withoutPath(object, ['metadata', 'annotations', names.previous], 2);
  return withoutPath(less, ['metadata', 'annotations', names.applied], 2);
};

const patchTo = (object: JsonObject, wanted: JsonObject): JsonObject | undefined => {
  const patch = mergePatchBetween(object, wanted);
  if (Object.keys(patch).length === 0) return undefined;
  // The API server answers 409 to a merge patch whose resourceVersion isn't the stored one.
  return withPath(patch, ['metadata', 'resourceVersion'], readPath(object, ['metadata', 'resourceVersion']));
};
