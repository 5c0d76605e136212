import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseEniConf } from '@ack-hybrid/terway-config';
import { terwayAddon } from '../../../packages/sandbox/src/node/terway-addon.ts';
import { generations, startJudge, type Generation, type Judge, type NetworkVerdict } from './judge.ts';

// terway-config renders no 10-terway.conf: the add-on brings it, and the steps leave it as it is. What is judged here is what the sandbox
// says that the add-on brings, and that what belongs there is told from what belongs into eni_conf.

const judges = new Map<Generation, Judge>();
beforeAll(async () => {
  for (const generation of generations) judges.set(generation, await startJudge(generation));
});
afterAll(() => judges.forEach((judge) => judge.close()));

const ask = (generation: Generation, text: string): Promise<NetworkVerdict> => {
  const judge = judges.get(generation);
  if (judge === undefined) throw new Error(`no judge of ${generation}`);
  return judge.network(text);
};

const sandboxed = (): string => {
  const data = terwayAddon('v1.13.4', {}).map((object) => (object as { readonly data?: Readonly<Record<string, string>> }).data?.['10-terway.conf']);
  const text = data.find((candidate) => candidate !== undefined);
  if (text === undefined) throw new Error('the add-on of the sandbox brings no 10-terway.conf');
  return text;
};

/** A document with every key that belongs there and that Terway's plugin reads. */
const everyKey = {
  cniVersion: '0.4.0', name: 'terway', type: 'terway', capabilities: { bandwidth: true }, eniip_virtual_type: 'datapathv2', host_stack_cidrs: ['169.254.20.10/32'], veth_prefix: 'cali', disable_host_peer: true,
  vlan_strip_type: 'filter', mtu: 8500, bandwidth_mode: 'edt', enable_network_priority: true, symmetric_routing_config: { interface: 'eth0', mark: 1, mask: 255, table_id: 100, rule_priority: 600, comment: 'x', backend: 'nftables' },
};

describe.each(generations)('10-terway.conf, read by the libraries of Terway %s', (generation) => {
  it('is readable as the sandbox brings it', async () => {
    expect(await ask(generation, sandboxed())).toMatchObject({ parsed: { name: 'terway', type: 'terway', mtu: 1500 } });
  });

  it('has each of its keys read', async () => {
    expect((await ask(generation, JSON.stringify(everyKey))).parsed).toMatchObject(everyKey);
  });

  it('is refused with a value of another type', async () => {
    expect((await ask(generation, JSON.stringify({ ...everyKey, mtu: '8500' }))).reason).toContain('cannot unmarshal');
  });

  it('shares no key with eni_conf, which says where each belongs', async () => {
    const text = JSON.stringify(everyKey);
    const { ignored } = (await judges.get(generation)?.eniConf(text)) ?? {};
    const misplaced = parseEniConf(text).findings.filter(({ code }) => code === 'misplaced-key');
    expect(misplaced.map(({ path }) => path).sort()).toEqual([...(ignored ?? [])].sort());
    expect(misplaced.map(({ path }) => path).sort()).toEqual(Object.keys(everyKey).sort());
  });
});
