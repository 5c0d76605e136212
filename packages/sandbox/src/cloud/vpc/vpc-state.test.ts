import { expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { createVpcState } from './vpc-state.ts';

it('the VPC of the world owns its vSwitches and its routes, all of which are ready', () => {
  const state = createVpcState(defaultWorld, 7);
  const [vpc] = state.vpcs.values();
  expect(vpc).toMatchObject({ id: 'vpc-bp1sandbox000000001', routeTableId: 'vtb-bp1sandbox000000001', routerId: 'vrt-bp1sandbox000000001' });
  expect([...state.vswitches.values()].map((vswitch) => [vswitch.vpcId, vswitch.readyAt])).toEqual([['vpc-bp1sandbox000000001', 7], ['vpc-bp1sandbox000000001', 7]]);
  expect(state.routes.get('vtb-bp1sandbox000000001')).toEqual(defaultWorld.routes);
});

it('what is done to the state is not done to the world', () => {
  const state = createVpcState(defaultWorld, 0);
  state.routes.get('vtb-bp1sandbox000000001')?.pop();
  expect(defaultWorld.routes).toHaveLength(2);
});
