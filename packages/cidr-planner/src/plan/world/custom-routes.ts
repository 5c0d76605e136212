import { readObservedBlock } from './difference.ts';
import type { ObservedRoute, ObservedVpc } from './observed-vpc.ts';

/** The custom entries of the route table that has the most of them. */
export interface CustomRoutes {
  readonly tableId: string;
  /** Their destinations; how many there are, where one of them is no block, such as a prefix list. */
  readonly routes: number | readonly string[];
}

/** The custom entries of the busiest route table; undefined where the routes were not read, or none has one. */
export const findCustomRoutes = (vpc: ObservedVpc): CustomRoutes | undefined => {
  const tables = new Map<string, ObservedRoute[]>();
  for (const route of vpc.routes ?? []) {
    if (route.type === 'Custom') tables.set(route.tableId, [...(tables.get(route.tableId) ?? []), route]);
  }
  const [busiest] = [...tables].sort(([, a], [, b]) => b.length - a.length);
  if (!busiest) return undefined;
  const [tableId, routes] = busiest;
  const blocks = routes.map((route) => readObservedBlock(route.destination));
  return { tableId, routes: blocks.every((block) => block !== undefined) ? blocks.map((block) => block.toString()) : routes.length };
};
