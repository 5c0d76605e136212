import type { OwnerKind } from './owners.ts';

/** A colour to fill with, and the colour of the text on it. */
export interface Paint {
  readonly fill: string;
  readonly ink: string;
}

/**
 * The colours of blocks: those that Okabe and Ito chose so that colour-blind readers can tell them apart ("Color Universal
 * Design", 2008), and two greys. They are the same on light and on dark. Their vermilion is left to conflicts.
 */
export const kindPaints: Readonly<Record<OwnerKind, Paint>> = {
  vpc: { fill: '#DDDDDD', ink: '#000000' },
  'vswitch-nodes': { fill: '#56B4E9', ink: '#000000' },
  'vswitch-pods': { fill: '#009E73', ink: '#000000' },
  'vswitch-other': { fill: '#555555', ink: '#FFFFFF' },
  'on-premises-nodes': { fill: '#E69F00', ink: '#000000' },
  'on-premises-pods': { fill: '#F0E442', ink: '#000000' },
  services: { fill: '#CC79A7', ink: '#000000' },
  routed: { fill: '#0072B2', ink: '#FFFFFF' },
  known: { fill: '#555555', ink: '#FFFFFF' },
};

/** What each kind is called in the legend. */
export const kindNames: Readonly<Record<OwnerKind, string>> = {
  vpc: 'VPC',
  'vswitch-nodes': 'vSwitch for nodes',
  'vswitch-pods': 'vSwitch for pods',
  'vswitch-other': 'other vSwitch',
  'on-premises-nodes': 'on-premises nodes',
  'on-premises-pods': 'on-premises pods',
  services: 'Services',
  routed: 'routed network or site',
  known: 'known range',
};

/** The vermilion of Okabe and Ito: the outline of what is in conflict. */
export const conflictColor = '#D55E00';

/** The page and what isn't the colour of a block. */
export interface PageTheme {
  readonly page: string;
  readonly text: string;
  readonly muted: string;
  /** The inside of a block that holds others. */
  readonly inside: string;
  /** The marks on a strip, and the lines around boxes. */
  readonly line: string;
}

/** The two themes. */
export const pageThemes: Readonly<Record<'light' | 'dark', PageTheme>> = {
  light: { page: '#FFFFFF', text: '#1A1A1A', muted: '#595959', inside: '#F5F5F5', line: '#595959' },
  dark: { page: '#0D1117', text: '#F0F0F0', muted: '#B4B4B4', inside: '#1B222C', line: '#B4B4B4' },
};
