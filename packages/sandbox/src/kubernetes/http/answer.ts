import type { JsonObject } from '../json.ts';
import type { WatchPlan } from './watch-objects.ts';

/** What a request gets: JSON, plain text, or a stream of watch events. */
export type Answer =
  | { readonly kind: 'json'; readonly status: number; readonly body: JsonObject; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'text'; readonly status: number; readonly text: string }
  | { readonly kind: 'watch'; readonly plan: WatchPlan };

/** A request as the handlers see it. */
export interface ApiRequest {
  readonly query: URLSearchParams;
  /** The content type without its parameters; `undefined` where the request names none. */
  readonly mediaType: string;
  /** The Accept header. */
  readonly accept?: string | undefined;
  readonly text: string;
  readonly userAgent: string;
}
