import { expect, it } from 'vitest';
import { defaultWorld } from '../../world.ts';
import { createEcsState } from './ecs-state.ts';

it('the security groups of the world have their rules, each with an id of its own', () => {
  let count = 0;
  const state = createEcsState(defaultWorld, () => `sgr-${(count += 1)}`, 0);
  const rules = state.securityGroups.get('sg-bp1sandboxnodes00001')?.rules ?? [];
  expect(rules.map((rule) => rule.id)).toEqual(['sgr-1', 'sgr-2', 'sgr-3', 'sgr-4', 'sgr-5']);
  expect(rules.map((rule) => rule.cidr)).toEqual(defaultWorld.securityGroups[0]?.rules.map((rule) => rule.cidr));
  expect(state.instances.size).toBe(0);
});
