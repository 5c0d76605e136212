import { ApiError } from '@ack-hybrid/core/errors';
import type { AlibabaCloud } from '@ack-hybrid/core';
import type { ReadOptions } from './port.ts';
import { readPages } from './read-pages.ts';

/** What a CEN answers: JSON whose fields are checked where they are read. */
export type CenFields = Readonly<Record<string, unknown>>;

/** One list of an answer of CEN: who gives it, what is asked, and under which two names it stands. */
export interface CenList {
  readonly operation: string;
  readonly query: Readonly<Record<string, string>>;
  /** The field and the field inside it: `['Cens', 'Cen']`. */
  readonly at: readonly [outer: string, inner: string];
  /** The most that the operation gives in one page. */
  readonly pageSize: number;
}

const isFields = (value: unknown): value is CenFields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a field; empty where there is none. */
export const textOf = (fields: CenFields, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};

/** The list under two names in an answer; empty where the outer one is absent, undefined where it isn't a list of objects. */
export const listAt = (fields: CenFields, [outer, inner]: readonly [string, string]): readonly CenFields[] | undefined => {
  const holder = fields[outer];
  if (holder === undefined || holder === null) return [];
  const list = isFields(holder) ? (holder[inner] ?? []) : undefined;
  return Array.isArray(list) && list.every(isFields) ? list : undefined;
};

/**
 * Reads every page of a list of CEN by the generic client that the SDKs are built on. The names of operations and fields
 * are those of the models of `cbn-20170912` in aliyun/alibabacloud-go-sdk.
 *
 * @throws {PermissionError} with the RAM action that is missing
 * @throws {ApiError} where the answer isn't what the service sends
 */
export const readCenList = async (cloud: AlibabaCloud, { operation, query, at, pageSize }: CenList, { signal }: ReadOptions): Promise<readonly CenFields[]> => {
  const { client, sdk } = await cloud.client('cbn', () => import('@alicloud/openapi-core'));
  const parameters = new sdk.$OpenApiUtil.Params({
    action: operation,
    version: '2017-09-12',
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
  return readPages(async (pageNumber) => {
    const request = new sdk.$OpenApiUtil.OpenApiRequest({ query: { ...query, PageNumber: String(pageNumber), PageSize: String(pageSize) } });
    const runtime = {} as Parameters<typeof client.callApi>[2];
    const answer: CenFields = await cloud.call({ service: 'cbn', operation, kind: 'read' }, () => client.callApi(parameters, request, runtime), { signal });
    const body = isFields(answer['body']) ? answer['body'] : undefined;
    const items = body && listAt(body, at);
    if (!body || !items) {
      throw new ApiError({
        service: 'cbn',
        operation,
        errorCode: 'BrokenAnswer',
        detail: `the answer has no list ${at.join('.')}`,
        outcome: 'refused',
        remediation: 'Check the endpoint of cbn: something else than the service may answer there.',
      });
    }
    const total = body['TotalCount'];
    return { items, total: typeof total === 'number' ? total : items.length };
  });
};
