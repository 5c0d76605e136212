import { ServiceError } from '../service-error.ts';
import type { JsonObject } from '../json.ts';
import type { RpcParameters } from './rpc-parameters.ts';

/** One page of a list and the fields that tell where it stands. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly fields: JsonObject;
}

/** How many entries MaxResults may ask for, how many come without it, and what becomes of a number outside: the nearest one, or a refusal. */
export interface ResultBounds {
  readonly min: number;
  readonly max: number;
  readonly fallback: number;
  readonly outside: 'clamp' | 'refuse';
}

/**
 * By PageNumber and PageSize, or by NextToken where MaxResults or NextToken is given; PageSize is then without effect. PageSize is 10 by
 * default. An operation that knows tokens answers with the page's number and the token of the next one, whichever way it was asked, as the
 * vendor's samples of DescribeInstances and DescribeNetworkInterfaces do.
 *
 * @param results absent for an operation that knows no MaxResults.
 */
export function page<Item>(parameters: RpcParameters, all: readonly Item[], maximum: number, results?: ResultBounds): Page<Item> {
  if (results !== undefined && (parameters.text('MaxResults') !== undefined || parameters.text('NextToken') !== undefined)) {
    const { items, fields } = pageByToken(parameters, 'MaxResults', all, results);
    return { items, fields: { PageNumber: 1, PageSize: sizeOf(parameters, 'MaxResults', results), ...fields } };
  }
  const number = parameters.integer('PageNumber', { min: 1, max: 1_000_000, fallback: 1 });
  const size = parameters.integer('PageSize', { min: 1, max: maximum, fallback: 10 });
  const end = number * size;
  return {
    items: all.slice(end - size, end),
    fields: { PageNumber: number, PageSize: size, TotalCount: all.length, ...(results === undefined ? {} : { NextToken: tokenAt(end, all.length) }) },
  };
}

/** By NextToken; the name of the size differs between services (MaxResults, MaxResult). */
export function pageByToken<Item>(parameters: RpcParameters, sizeName: string, all: readonly Item[], bounds: ResultBounds): Page<Item> {
  const start = position(parameters.text('NextToken'), 'NextToken');
  const end = start + sizeOf(parameters, sizeName, bounds);
  return { items: all.slice(start, end), fields: { NextToken: tokenAt(end, all.length), TotalCount: all.length } };
}

function sizeOf(parameters: RpcParameters, name: string, bounds: ResultBounds): number {
  const { min, max, fallback, outside } = bounds;
  const asked = parameters.integer(name, outside === 'refuse' ? bounds : { min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, fallback });
  return Math.min(max, Math.max(min, asked));
}

/** By Marker and MaxItems, as RAM does: 100 by default, 1,000 at most for all lists but that of groups. */
export function pageByMarker<Item>(parameters: RpcParameters, all: readonly Item[], maximum = 1000): Page<Item> {
  const size = parameters.integer('MaxItems', { min: 1, max: maximum, fallback: 100 });
  const start = position(parameters.text('Marker'), 'Marker');
  const end = start + size;
  const truncated = end < all.length;
  return { items: all.slice(start, end), fields: { IsTruncated: truncated, ...(truncated ? { Marker: token(end) } : {}) } };
}

/** Empty at the end of the list. */
function tokenAt(end: number, length: number): string {
  return end < length ? token(end) : '';
}

function token(start: number): string {
  return Buffer.from(`sandbox:${start}`).toString('base64url');
}

function position(text: string | undefined, name: string): number {
  if (text === undefined) return 0;
  const match = /^sandbox:(\d+)$/.exec(Buffer.from(text, 'base64url').toString());
  if (match === null) throw new ServiceError(400, `InvalidParameter.${name}`, `The specified ${name} is not one that was handed out.`);
  return Number(match[1]);
}
