import { describeEniConfKeys, type EniConfKey, type Shape } from './eni-conf/eni-conf-keys.ts';
import { networkConfKeys } from './eni-conf/network-conf-keys.ts';

const shapesOf = (wanted: (row: EniConfKey) => boolean): ReadonlyMap<string, Shape | undefined> =>
  new Map(describeEniConfKeys().filter(wanted).map(({ key, shape }) => [key, shape]));

/** What each key that today's Terway reads must be. */
export const eniConfShapes: ReadonlyMap<string, Shape | undefined> = shapesOf(({ readBy }) => readBy.includes('newest'));

/** Keys whose field is a pointer: a later `null` empties it, where it leaves other single values as they are. */
export const pointerKeys: ReadonlySet<string> = new Set(describeEniConfKeys().filter(({ pointer }) => pointer).map(({ key }) => key));

/** Keys that older releases of Terway read and today's don't, with what they must be there. */
export const retiredEniConfKeys: ReadonlyMap<string, Shape | undefined> = shapesOf(({ readBy }) => !readBy.includes('newest'));

/** What a key must be, for today's Terway or an older one; `undefined` where none reads it. */
export const shapeOf = (key: string): Shape | undefined => eniConfShapes.get(key) ?? retiredEniConfKeys.get(key);

/** Keys that belong elsewhere, with where. */
export const misplacedEniConfKeys: ReadonlyMap<string, string> = new Map([
  ...networkConfKeys.map(({ key }) => [key, 'it belongs to the document 10-terway.conf of the same ConfigMap'] as const),
  ['endpoint', 'Terway has no such key'],
]);
