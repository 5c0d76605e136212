import * as module from '@alicloud/cs20151215';
import { describe, expect, it } from 'vitest';
import { Secret } from '@ack-hybrid/core';
import { buildCreateRequest, buildModifyRequest, type ContainerServiceSdk } from './build-node-pool-requests.ts';

const sdk = (module as unknown as { default: ContainerServiceSdk }).default;
const pool = { name: 'a', vSwitchIds: ['vsw-1'], instanceTypes: ['ecs.g7.xlarge'], size: 0 };

describe('the bodies for node pools', () => {
  it('asks for a size of nothing, too', () => {
    expect(buildCreateRequest(sdk, pool, {}).toMap()).toMatchObject({ scaling_group: { desired_size: 0 } });
  });

  it.each([
    [{ kind: 'key-pair', name: 'k' } as const, { key_pair: 'k' }, 'login_password'],
    [{ kind: 'password', password: new Secret('Abcdef12') } as const, { login_password: 'Abcdef12' }, 'key_pair'],
  ])('sends one way to log on', (login, expected, absent) => {
    const body = buildCreateRequest(sdk, { ...pool, login }, {}).toMap() as { scaling_group: object };
    expect(body.scaling_group).toMatchObject(expected);
    expect(body.scaling_group).not.toHaveProperty(absent);
  });

  it('sends nothing that was not asked to change', () => {
    expect(buildModifyRequest(sdk, { settings: { imageType: 'AliyunLinux3' } }).toMap()).toEqual({ scaling_group: { image_type: 'AliyunLinux3' } });
    expect(buildModifyRequest(sdk, { settings: { taints: [] } }).toMap()).toEqual({ kubernetes_config: { taints: [] }, update_nodes: true });
  });
});
