import { ApiError, ConflictError, VerificationError, withRetry, type Change, type Check, type StepOptions } from '@ack-hybrid/core';
import type { ObjectStore } from './api/port.ts';
import { addReadStatement, removeReadStatement, type ReadAccess } from './plan/bucket-policy.ts';
import { checkInitScript } from './plan/check-init-script.ts';
import { hashOf, type CheckedInput, type Publication } from './script-source.ts';

/** The tag of a bucket that we made; its value is the cluster's id. */
export const bucketTag = 'ack-hybrid';
const owner = { name: 'managed-by', value: 'ack-hybrid' } as const;

/** Looks and writes again where someone else was faster, or where the answer to a write was lost: the look finds out. */
export const converge = <Value>(lookAndWrite: () => Promise<Value>, options: StepOptions | undefined): Promise<Value> =>
  withRetry(lookAndWrite, {
    signal: options?.signal,
    attempts: 5,
    retryIf: (error) => ConflictError.isInstance(error) || (ApiError.isInstance(error) && error.retryable),
  });

const accessOf = (input: CheckedInput, publication: Publication): ReadAccess => ({ bucket: publication.store.bucket, prefix: input.prefix, vpcId: publication.vpcId, accountId: input.accountId });

/** What is missing of a publication, with the bucket as it was found. */
export const planPublication = async (input: CheckedInput, publication: Publication, options?: StepOptions): Promise<{ readonly changes: readonly Change[]; readonly checks: readonly Check[] }> => {
  const { store, key, sha256, bytes } = publication;
  const bucket = await store.readBucket(options);
  const upload: Change = { action: 'create', target: `OSS object ${store.bucket}/${key}`, summary: `publish the node script (${bytes} bytes, sha256 ${sha256})` };
  const policy: Change = { action: 'update', target: `policy of OSS bucket ${store.bucket}`, summary: `let VPC ${publication.vpcId}, and nothing else, read ${input.prefix}/*` };
  if (bucket === undefined) {
    if (input.createBucket === true) return { changes: [{ action: 'create', target: `OSS bucket ${store.bucket}`, summary: 'make a private bucket' }, { ...policy, action: 'create' }, upload], checks: [] };
    const remediation = 'Make the bucket in the region of the VPC, or set createBucket.';
    return { changes: [], checks: [{ name: 'script-bucket', status: 'fail', message: `the OSS bucket ${store.bucket} is not there`, remediation }] };
  }
  const [current, object] = await Promise.all([store.readPolicy(options), store.get(key, options)]);
  const changes: Change[] = [];
  if (addReadStatement(current, accessOf(input, publication)) !== current) changes.push({ ...policy, action: current === undefined ? 'create' : 'update' });
  if (object === undefined || hashOf(object.content) !== sha256) changes.push({ ...upload, action: object === undefined ? 'create' : 'update' });
  return { changes, checks: [] };
};

/** Makes the bucket, marked as ours. `noteBucket` is called first, so that a run that dies in between leaves no orphan. */
export const ensureBucket = async (input: CheckedInput, store: ObjectStore, isNoted: (bucket: string) => Promise<boolean>, noteBucket: () => Promise<void>, options?: StepOptions): Promise<void> => {
  await converge(async () => {
    const found = await store.readBucket(options);
    if (found === undefined) {
      if (input.createBucket !== true) {
        const check: Check = { name: 'script-bucket', status: 'fail', message: `the OSS bucket ${store.bucket} is not there`, remediation: 'Make the bucket in the region of the VPC, or set createBucket.' };
        throw new VerificationError({ subject: 'Register the node script', checks: [check] });
      }
      await noteBucket();
      options?.onProgress?.(`making OSS bucket ${store.bucket}`);
      await store.createBucket(options);
      await store.tagBucket({ [bucketTag]: input.clusterId }, options);
    } else if (found.tags[bucketTag] === undefined && (await isNoted(store.bucket))) {
      await store.tagBucket({ ...found.tags, [bucketTag]: input.clusterId }, options);
    }
  }, options);
};

/**
 * Makes the policy and the object what they must be.
 *
 * @throws {VerificationError} where the bytes that the store gives back are not those that it was given
 */
export const ensurePublication = async (input: CheckedInput, publication: Publication, options?: StepOptions): Promise<void> => {
  const { store, key, sha256 } = publication;
  await converge(async () => {
    const policy = await store.readPolicy(options);
    const wanted = addReadStatement(policy, accessOf(input, publication));
    if (wanted !== policy) await store.writePolicy(wanted, options);
  }, options);
  await converge(async () => {
    const found = await store.get(key, options);
    if (found !== undefined && hashOf(found.content) === sha256) return;
    options?.onProgress?.(`publishing ${store.bucket}/${key} (${publication.bytes} bytes)`);
    await store.put(key, publication.content.reveal(), { [owner.name]: owner.value, cluster: input.clusterId }, options);
    const check = objectCheck(publication, await store.get(key, options));
    if (check.status === 'fail') throw new VerificationError({ subject: 'Publish the node script', checks: [check] });
  }, options);
};

/** Looks whether a publication holds. */
export const verifyPublication = async (input: CheckedInput, publication: Publication, options?: StepOptions): Promise<readonly Check[]> => {
  const { store } = publication;
  const [policy, object] = await Promise.all([store.readPolicy(options), store.get(publication.key, options)]);
  const allowed = policy !== undefined && addReadStatement(policy, accessOf(input, publication)) === policy;
  return [
    objectCheck(publication, object),
    allowed
      ? { name: 'script-policy', status: 'pass', message: `VPC ${publication.vpcId} may read ${store.bucket}/${input.prefix}/*` }
      : { name: 'script-policy', status: 'fail', message: `the policy of ${store.bucket} does not let VPC ${publication.vpcId} read ${input.prefix}/*`, remediation: 'Apply again, and look for a Deny in the bucket policy and for the setting "Block Public Access".' },
    ...(object === undefined ? [] : checkInitScript(object.content.toString('utf8'))),
  ];
};

/** Takes back objects, policy statement and bucket, as far as they are ours. */
export const withdrawPublications = async (input: CheckedInput, store: ObjectStore, options?: StepOptions): Promise<readonly Change[]> => {
  const bucket = await store.readBucket(options);
  if (bucket === undefined) return [];
  const changes: Change[] = [];
  for (const key of await store.list(`${input.prefix}/`, options)) {
    const object = await store.get(key, options);
    if (object?.metadata[owner.name] !== owner.value || object.metadata['cluster'] !== input.clusterId) continue;
    // Deleting what is gone is no error in OSS, so a lost answer may be followed by another try.
    await converge(() => store.delete(key, options), options);
    changes.push({ action: 'delete', target: `OSS object ${store.bucket}/${key}`, summary: 'delete the published node script' });
  }
  const changed = await converge(async () => {
    const policy = await store.readPolicy(options);
    const others = removeReadStatement(policy, { bucket: store.bucket, prefix: input.prefix, accountId: input.accountId });
    if (others !== policy) await store.writePolicy(others, options);
    return others !== policy;
  }, options);
  if (changed) changes.push({ action: 'update', target: `policy of OSS bucket ${store.bucket}`, summary: `take back that the VPC may read ${input.prefix}/*` });
  if (bucket.tags[bucketTag] === input.clusterId && (await store.list('', options)).length === 0) {
    await converge(async () => {
      if ((await store.readBucket(options)) !== undefined) await store.deleteBucket(options);
    }, options);
    changes.push({ action: 'delete', target: `OSS bucket ${store.bucket}`, summary: 'delete the bucket that was made for the node script' });
  }
  return changes;
};

const objectCheck = (publication: Publication, object: { readonly content: Buffer } | undefined): Check => {
  const name = 'script-object';
  const target = `${publication.store.bucket}/${publication.key}`;
  const remediation = 'Apply again; if it stays so, see who else writes to the bucket.';
  if (object === undefined) return { name, status: 'fail', message: `${target} is not there`, remediation };
  const found = hashOf(object.content);
  if (found !== publication.sha256) return { name, status: 'fail', message: `${target} has sha256 ${found}, and must have ${publication.sha256}`, remediation };
  return { name, status: 'pass', message: `${target} has sha256 ${found}` };
};
