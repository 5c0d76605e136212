import { describe, expect, it } from 'vitest';
import { CalicoAffinityError } from '../errors.ts';
import { appliedAffinityAnnotation, previousAffinityAnnotation, readRecord, renderRecord, type AffinityRecord } from './affinity-record.ts';

describe('the record of an affinity', () => {
  it.each<AffinityRecord>([
    { previous: undefined, applied: { nodeAffinity: {} }, depthBefore: 3 },
    { previous: { podAffinity: {} }, applied: { podAffinity: {}, nodeAffinity: {} }, depthBefore: 4 },
  ])('reads what it wrote', (record) => {
    expect(readRecord(renderRecord(record), 4, 'x')).toEqual(record);
  });

  it('says null where there was no affinity', () => {
    expect(renderRecord({ previous: undefined, applied: {}, depthBefore: 3 })[previousAffinityAnnotation]).toBe('null');
  });

  it('is absent where the annotation is', () => {
    expect(readRecord(undefined, 4, 'x')).toBeUndefined();
    expect(readRecord({ other: '1' }, 4, 'x')).toBeUndefined();
  });

  it('is read where only the previous affinity is left', () => {
    expect(readRecord({ [previousAffinityAnnotation]: 'null' }, 4, 'x')).toEqual({ previous: undefined, applied: undefined, depthBefore: 4 });
  });

  it.each([
    { [previousAffinityAnnotation]: '{' },
    { [previousAffinityAnnotation]: '"text"' },
    { [previousAffinityAnnotation]: 'null', [appliedAffinityAnnotation]: 'x' },
    { [previousAffinityAnnotation]: 'null', [appliedAffinityAnnotation]: '[]' },
    { [previousAffinityAnnotation]: 'null', [appliedAffinityAnnotation]: '{"affinity":1}' },
  ])('is refused where it was tampered with: %j', (annotations) => {
    expect(() => readRecord(annotations, 4, 'DaemonSet a/b')).toThrow(CalicoAffinityError);
    expect(() => readRecord(annotations, 4, 'DaemonSet a/b')).toThrow(/DaemonSet a\/b: the annotation ack-hybrid\.io\//);
  });
});
