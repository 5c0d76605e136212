/** The two address families. Blocks of different families never meet: every relation between them is `disjoint`. */
export type AddressFamily = 4 | 6;

/** The number of bits of an address of a family: 32 or 128. */
export const addressBits = (family: AddressFamily): number => (family === 4 ? 32 : 128);
