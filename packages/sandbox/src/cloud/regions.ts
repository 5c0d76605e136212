import type { SandboxWorld } from '../types.ts';
import { ServiceError } from './service-error.ts';

/** Regions that exist beside the world's own. Nothing is in them. */
const known: readonly (readonly [id: string, name: string])[] = [
  ['cn-qingdao', 'China (Qingdao)'],
  ['cn-beijing', 'China (Beijing)'],
  ['cn-zhangjiakou', 'China (Zhangjiakou)'],
  ['cn-huhehaote', 'China (Hohhot)'],
  ['cn-hangzhou', 'China (Hangzhou)'],
  ['cn-shanghai', 'China (Shanghai)'],
  ['cn-shenzhen', 'China (Shenzhen)'],
  ['cn-chengdu', 'China (Chengdu)'],
  ['cn-hongkong', 'China (Hong Kong)'],
  ['ap-southeast-1', 'Singapore'],
  ['ap-northeast-1', 'Japan (Tokyo)'],
  ['eu-central-1', 'Germany (Frankfurt)'],
  ['us-west-1', 'US (Silicon Valley)'],
  ['us-east-1', 'US (Virginia)'],
];

/** Every region that the sandbox knows, the world's own among them. */
export function regions(world: SandboxWorld): { readonly id: string; readonly name: string }[] {
  const list = known.map(([id, name]) => ({ id, name }));
  return list.some(({ id }) => id === world.region) ? list : [...list, { id: world.region, name: world.region }];
}

/** @throws ServiceError `InvalidRegionId.NotFound` for a region that does not exist. */
export function requireRegion(world: SandboxWorld, region: string): void {
  if (regions(world).some(({ id }) => id === region)) return;
  throw new ServiceError(404, 'InvalidRegionId.NotFound', `The specified RegionId ${region} does not exist.`);
}
