import { createHash } from 'node:crypto';
import { InvalidInputError, NotFoundError, type AlibabaCloud } from '@ack-hybrid/core';

/** What both adapters of OSS need to know. */
export interface OssStoreOptions {
  /** Three to 63 lower-case letters, digits and hyphens. */
  readonly bucket: string;
  /** The region of the bucket; the cloud's by default. */
  readonly region?: string;
}

/** The Content-Type of a script. */
export const scriptContentType = 'text/x-shellscript';

/**
 * The region and the base URL for nodes of a bucket: the internal endpoint, whichever one is used for the upload.
 *
 * @throws {InvalidInputError} for a name that no bucket can have
 */
export const nameBucket = (cloud: AlibabaCloud, options: OssStoreOptions): { readonly region: string; readonly urlOf: (key: string) => string } => {
  const region = options.region ?? cloud.region;
  const issues: { path: string; message: string }[] = [];
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(options.bucket)) issues.push({ path: 'bucket', message: `"${options.bucket}" must be 3 to 63 lower-case letters, digits and hyphens` });
  if (!/^[a-z]{2,}-[a-z0-9-]+$/.test(region)) issues.push({ path: 'region', message: `"${region}" is not the form of a region id such as cn-hangzhou` });
  if (issues.length > 0) throw new InvalidInputError({ subject: 'OSS store', issues });
  return { region, urlOf: (key) => `https://${options.bucket}.oss-${region}-internal.aliyuncs.com/${key}` };
};

/** The value of Content-MD5 for a body. */
export const contentMd5 = (content: Buffer): string => createHash('md5').update(content).digest('base64');

/** Makes `undefined` of what isn't there. */
export const orUndefined = async <Value>(read: Promise<Value>): Promise<Value | undefined> => {
  try {
    return await read;
  } catch (error) {
    if (NotFoundError.isInstance(error)) return undefined;
    throw error;
  }
};

/** The user's metadata among the headers of an object. */
export const readMetadata = (headers: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (name.toLowerCase().startsWith('x-oss-meta-') ? [[name.toLowerCase().slice('x-oss-meta-'.length), String(value)]] : [])));
