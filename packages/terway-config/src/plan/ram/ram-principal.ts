/** Who can have RAM policies. */
export interface RamPrincipal {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
}

/** To whom Terway's policy is attached. */
export interface PolicyPrincipal extends RamPrincipal {
  readonly kind: 'user' | 'role';
}

/** `user terway`, as messages and `holdersOf` have it. */
export const describePrincipal = ({ kind, name }: RamPrincipal): string => `${kind} ${name}`;
