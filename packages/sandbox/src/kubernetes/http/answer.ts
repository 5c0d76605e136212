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
  readonly mediaType: string;
  readonly text: string;
  readonly userAgent: string;
}
