import type { RpcParameters } from '../rpc/rpc-parameters.ts';

/** Whether a resource carries every tag that is asked for; a tag without a value matches any value. */
export function hasTags(tags: Readonly<Record<string, string>>, wanted: readonly { readonly key: string; readonly value: string | undefined }[]): boolean {
  return wanted.every(({ key, value }) => Object.hasOwn(tags, key) && (value === undefined || tags[key] === value));
}

/** The tags that a create asks for. */
export function tagsOf(parameters: RpcParameters): Record<string, string> {
  return Object.fromEntries(parameters.tags().map(({ key, value }) => [key, value ?? '']));
}
