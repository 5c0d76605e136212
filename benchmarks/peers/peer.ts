/** The ends of a block as a peer gives them: numbers or bigints. */
export interface Ends {
  readonly first: number | bigint;
  readonly last: number | bigint;
}

/** A package for CIDR blocks, as its documentation would have it used. */
export interface Peer<Block> {
  readonly name: string;
  /** Its own reading of a text. */
  parse(text: string): Block;
  /** The ends of what it read. */
  ends(block: Block): Ends;
  /** Whether two blocks share an address, by its own test, or by the ends that its reading carries. */
  overlaps(a: Block, b: Block): boolean;
}
