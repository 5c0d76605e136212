import { expect, test } from 'vitest';
import { buildVpc } from '../../testing/world.ts';
import { findCustomRoutes } from './custom-routes.ts';

const route = (tableId: string, destination: string, type = 'Custom') => ({ tableId, destination, type, nextHop: 'Attachment:a', nextHops: [], status: 'Available' });

test.each([
  ['none where none is custom', [route('vtb-1', '10.0.0.0/8', 'System')], undefined],
  ['those of the table that has the most', [route('vtb-1', '10.1.0.0/16'), route('vtb-2', '10.2.0.0/16'), route('vtb-2', '10.3.0.9/16')], { tableId: 'vtb-2', routes: ['10.2.0.0/16', '10.3.0.0/16'] }],
  ['their number where one leads to a prefix list', [route('vtb-1', '10.1.0.0/16'), route('vtb-1', 'pl-1')], { tableId: 'vtb-1', routes: 2 }],
])('custom routes: %s', (_what, routes, found) => {
  expect(findCustomRoutes(buildVpc({ routes }))).toEqual(found);
});
