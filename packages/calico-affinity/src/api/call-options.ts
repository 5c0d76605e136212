/** What every call of a port takes. */
export interface CniCallOptions {
  readonly signal?: AbortSignal | undefined;
}
