import { createHash } from 'node:crypto';
import { InvalidInputError, Secret } from '@ack-hybrid/core';
import type { ObjectStore } from './api/port.ts';
import { checkInitScript } from './plan/check-init-script.ts';

/** What is registered: a script that is published, or the URL of one that is somewhere already. */
export type InitScriptSource =
  /** The text of a script out of `extendInitScript` or `buildInitScript`. It holds a join token. */
  | { readonly kind: 'text'; readonly text: Secret }
  /** `http://` or `https://`, at most 1,024 characters; nodes must reach it. */
  | { readonly kind: 'url'; readonly url: string };

/** What the step publishes and registers. */
export interface InitScriptInput {
  /** The registered cluster's id: it marks what is ours in the bucket. */
  readonly clusterId: string;
  readonly script: InitScriptSource;
  /** The VPC of the cloud nodes, which alone may read the script. Needed with `text`. */
  readonly vpcId?: string;
  /** The account that owns the bucket, for the bucket policy; `*` by default. */
  readonly accountId?: string;
  /** Under which the objects stand: `ack-hybrid/<cluster id>` by default. */
  readonly prefix?: string;
  /** Makes the bucket where it isn't there. False by default. */
  readonly createBucket?: boolean;
  /** Milliseconds that the agent may take to read a new path; waited for after a change. Default 60,000. */
  readonly agentRereadMs?: number;
}

/** A script as it is published. */
export interface Publication {
  readonly store: ObjectStore;
  readonly key: string;
  readonly content: Secret<Buffer>;
  readonly sha256: string;
  /** The size in bytes. */
  readonly bytes: number;
  readonly vpcId: string;
}

/** An input that was checked. */
export interface CheckedInput extends InitScriptInput {
  readonly prefix: string;
  readonly url: string;
  readonly publication: Publication | undefined;
}

/** The SHA-256 of some bytes, in hexadecimal. */
export const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/**
 * Checks an input and settles the name of the object: a hash of the content is part of it, so that a rollback is a change of
 * the path alone.
 *
 * @throws {InvalidInputError} with the path of every bad field
 */
export const checkInput = (input: InitScriptInput, store: ObjectStore | undefined): CheckedInput => {
  const issues: { path: string; message: string }[] = [];
  const prefix = input.prefix ?? `ack-hybrid/${input.clusterId}`;
  if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/.test(input.clusterId)) issues.push({ path: 'clusterId', message: 'must be the id of a registered cluster' });
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(prefix) || prefix.length > 200) issues.push({ path: 'prefix', message: 'must be words of letters, digits, dots, underscores and hyphens between slashes, at most 200 characters' });
  if (input.agentRereadMs !== undefined && !(input.agentRereadMs >= 0)) issues.push({ path: 'agentRereadMs', message: 'must be a number of milliseconds' });
  const publication = input.script.kind === 'text' ? checkText(input, input.script.text, store, prefix, issues) : undefined;
  const url = input.script.kind === 'url' ? input.script.url : publication === undefined ? '' : publication.store.urlOf(publication.key);
  if (input.script.kind === 'url' && !isHttpUrl(url)) issues.push({ path: 'script.url', message: 'must be an http:// or https:// URL' });
  // The agent takes no longer one.
  if (url.length > 1024) issues.push({ path: input.script.kind === 'url' ? 'script.url' : 'prefix', message: `the URL has ${url.length} characters; the agent takes 1,024` });
  if (issues.length > 0) throw new InvalidInputError({ subject: 'init script step', issues });
  return { ...input, prefix, url, publication };
};

const checkText = (input: InitScriptInput, text: Secret, store: ObjectStore | undefined, prefix: string, issues: { path: string; message: string }[]): Publication | undefined => {
  const vpcId = input.vpcId ?? '';
  if (!/^vpc-[A-Za-z0-9]+$/.test(vpcId)) issues.push({ path: 'vpcId', message: 'must be the id of the VPC whose nodes read the script: vpc-…' });
  if (input.accountId !== undefined && !/^\d+$/.test(input.accountId)) issues.push({ path: 'accountId', message: 'must be the number of an account' });
  if (store === undefined) issues.push({ path: 'store', message: 'a script that is given as text needs a store to publish it to' });
  if (!Secret.isInstance(text)) {
    issues.push({ path: 'script.text', message: 'must be a Secret: the script holds a join token' });
    return undefined;
  }
  for (const check of checkInitScript(text.reveal())) if (check.status === 'fail') issues.push({ path: 'script.text', message: check.message });
  if (store === undefined) return undefined;
  const content = Buffer.from(text.reveal(), 'utf8');
  const sha256 = hashOf(content);
  return { store, key: `${prefix}/init-node-${sha256.slice(0, 12)}.sh`, content: new Secret(content), sha256, bytes: content.length, vpcId };
};

const isHttpUrl = (text: string): boolean => /^https?:\/\/[!-~]+$/.test(text) && URL.canParse(text);
