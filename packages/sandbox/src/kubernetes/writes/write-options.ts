/** How a write is made. */
export interface WriteOptions {
  /** Who writes, for metadata.managedFields. */
  readonly fieldManager: string;
  /** Everything is checked and answered, nothing stored. */
  readonly dryRun: boolean;
  readonly subresource?: 'status';
  /** A replacement by PUT, where the body's uid is a precondition. */
  readonly isReplacement?: boolean;
  /** `Strict` refuses unknown fields; otherwise they are dropped and reported to `warn`. */
  readonly fieldValidation?: string;
  readonly warn?: (text: string) => void;
  /** Paths of members that the body has twice. */
  readonly duplicates?: readonly string[];
}

/** An object's place. */
export interface ObjectAddress {
  readonly namespace: string | undefined;
  readonly name: string;
}
