import type { AddressFamily } from '../block/cidr-block.ts';
import { showSpan } from './address-map.ts';
import type { MapBlock, MapFamily, MapItem } from './address-map.ts';
import { countOf, formatCount } from './counts.ts';
import { showMarks } from './marks.ts';
import type { OwnerKind } from './owners.ts';
import type { Span } from './scale-bar.ts';
import type { Tone } from './terminal-paint.ts';

/** One line of the map before its columns have widths. */
export interface TextRow {
  /** The branches of the tree before the label. */
  readonly tree: string;
  readonly depth: number;
  readonly label: string;
  readonly name: string;
  readonly addresses: string;
  readonly usable: string;
  readonly marks: string;
  readonly tone: Tone;
  /** What the bar shows: a part in the whole around it. No bar without it. */
  readonly place?: { readonly whole: Span; readonly part: Span & { readonly conflict: boolean } };
}

/** The rows of a family, parents before what lies in them. */
export const familyRows = (family: MapFamily): readonly TextRow[] => family.items.flatMap((item) => itemRows(family.family, item, undefined, { lead: '', branch: '', depth: 0 }));

interface Place {
  /** What stands before the rows that lie in this one. */
  readonly lead: string;
  readonly branch: string;
  readonly depth: number;
}

const toneOf = (kind: OwnerKind): Tone => {
  if (kind === 'vpc' || kind.startsWith('vswitch')) return 'cloud';
  return kind === 'known' ? 'plain' : 'on-premises';
};

const itemRows = (family: AddressFamily, item: MapItem, parent: MapBlock | undefined, place: Place): readonly TextRow[] => {
  if (item.type === 'block') return blockRows(family, item, parent, place);
  const count = formatCount(item.last - item.first + 1n);
  const shared = { tree: place.branch, depth: place.depth, usable: '', marks: '', tone: 'faint' as const, ...(item.type === 'rest' ? placeOf(item, parent, false) : {}) };
  if (item.type === 'gap') return [{ ...shared, label: 'free', name: `largest ${item.largest.toString()}`, addresses: count }];
  return [{ ...shared, label: `… and ${item.blocks} more`, name: showSpan(family, item), addresses: count }];
};

const blockRows = (family: AddressFamily, item: MapBlock, parent: MapBlock | undefined, place: Place): readonly TextRow[] => {
  const rows = item.owners.map((owner, index): TextRow => {
    const marks = showMarks(owner);
    return {
      tree: index === 0 ? place.branch : `${place.lead}${item.items.length > 0 ? '│ ' : '  '}`,
      depth: place.depth,
      label: index === 0 ? item.block.toString() : 'the same',
      name: owner.note === undefined ? owner.name : `${owner.name} (${owner.note})`,
      addresses: index === 0 ? formatCount(item.block.size) : '',
      usable: owner.usable === undefined ? '' : formatCount(BigInt(owner.usable)),
      marks,
      tone: owner.errors.length > 0 ? 'error' : owner.warnings.length > 0 ? 'warning' : toneOf(owner.kind),
      ...(index === 0 ? placeOf(item.block, parent, item.contested) : {}),
    };
  });
  const inner = item.items.flatMap((child, index) => {
    const last = index === item.items.length - 1;
    return itemRows(family, child, item, { branch: `${place.lead}${last ? '└ ' : '├ '}`, lead: `${place.lead}${last ? '  ' : '│ '}`, depth: place.depth + 1 });
  });
  return [...rows, ...inner];
};

/** Where it lies in the block around it; the outermost blocks fill their bar. */
const placeOf = (span: Span, parent: MapBlock | undefined, conflict: boolean): Pick<TextRow, 'place'> => ({
  place: { whole: parent?.block ?? span, part: { first: span.first, last: span.last, conflict } },
});

/** The line above the map. */
export const summary = (findings: readonly { readonly severity: 'error' | 'warning' }[]): string => {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return `Network plan: ${countOf(errors, 'error')}, ${countOf(findings.length - errors, 'warning')}`;
};
