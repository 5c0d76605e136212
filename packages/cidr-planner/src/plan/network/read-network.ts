import { InvalidInputError } from '@ack-hybrid/core';
import { describeCidrFault } from '../../errors.ts';
import type { CidrBlock } from '../block/cidr-block.ts';
import { networkWaivers } from './network-input.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import type { NetworkInput, VSwitchRole } from './network-input.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';

/** A block of the plan under the name that findings call it by. */
export interface NamedBlock {
  /** For people: `VPC`, `data-center pod network`, `vSwitch nodes-i`. */
  readonly name: string;
  /** Where it stands in the input: `vpc.cidr`, `dataCenter.podCidr[1]`, `vSwitches[0].cidr`. */
  readonly path: string;
  readonly block: CidrBlock;
  /** Whether a fix may change it. */
  readonly movable: boolean;
}

/** A vSwitch with its block read. */
export interface NamedVSwitch extends NamedBlock {
  readonly label: string;
  readonly zone: string;
  readonly role: VSwitchRole;
}

/** A {@link NetworkInput} with every block read. */
export interface Network {
  readonly dataCenterNodes: readonly NamedBlock[];
  readonly dataCenterPods: readonly NamedBlock[];
  readonly services: readonly NamedBlock[];
  readonly routed: readonly NamedBlock[];
  /** The primary block, then the secondary ones. */
  readonly vpc: readonly NamedBlock[];
  readonly vSwitches: readonly NamedVSwitch[];
  readonly waivers: ReadonlySet<string>;
  readonly demand: CapacityDemand;
}

interface Issue {
  readonly path: string;
  readonly message: string;
}

/**
 * Reads every block of an input.
 *
 * @throws {InvalidInputError} with the path of each bad field
 */
export const readNetwork = (input: NetworkInput): Network => {
  const reader = new NetworkReader();
  reader.shape(input);
  const { dataCenter, vpc } = input;
  const network: Network = {
    dataCenterNodes: reader.blocks('data-center node network', 'dataCenter.nodeCidr', dataCenter.nodeCidr),
    dataCenterPods: reader.blocks('data-center pod network', 'dataCenter.podCidr', dataCenter.podCidr),
    services: dataCenter.serviceCidr === undefined ? [] : reader.blocks('Service block', 'dataCenter.serviceCidr', dataCenter.serviceCidr),
    routed: (input.routed ?? []).flatMap((entry, index) => reader.blocks(`routed network ${entry.name}`, `routed[${index}].cidr`, entry.cidr)),
    vpc: [
      ...reader.cloudBlock('VPC', 'vpc.cidr', vpc.cidr, vpc.existing !== true),
      ...(vpc.secondaryCidrs ?? []).flatMap((text, index) =>
        reader.cloudBlock(`VPC secondary block ${index + 1}`, `vpc.secondaryCidrs[${index}]`, text, vpc.existing !== true),
      ),
    ],
    vSwitches: reader.vSwitches(input.vSwitches),
    waivers: new Set(reader.waivers(input.waivers ?? [])),
    demand: reader.demand(input.demand ?? {}),
  };
  reader.finish();
  return network;
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

class NetworkReader {
  readonly #issues: Issue[] = [];

  /** Callers without TypeScript reach this, too; a missing section would end in a TypeError that names no field. */
  shape(input: unknown): void {
    const fields = isObject(input) ? input : {};
    for (const section of ['dataCenter', 'vpc']) {
      if (!isObject(fields[section])) this.#issues.push({ path: section, message: 'the section is missing' });
    }
    for (const list of ['vSwitches', 'routed', 'waivers']) {
      const value = fields[list];
      if (Array.isArray(value)) this.#entries(list, value);
      else if (value !== undefined || list === 'vSwitches') this.#issues.push({ path: list, message: value === undefined ? 'the list is missing' : 'this is no list' });
    }
    this.finish();
  }

  blocks(name: string, path: string, text: unknown): readonly NamedBlock[] {
    if (!Array.isArray(text)) return this.#block(name, path, text);
    if (text.length === 0) this.#issues.push({ path, message: 'the list is empty; write one block at least' });
    return text.flatMap((part, index) => this.#block(text.length === 1 ? name : `${name} ${index + 1}`, `${path}[${index}]`, part));
  }

  /** The blocks of a VPC and its vSwitches that a caller chooses are IPv4: the cloud hands IPv6 blocks out itself. */
  cloudBlock(name: string, path: string, text: unknown, movable: boolean): readonly NamedBlock[] {
    const blocks = this.#block(name, path, text, movable);
    const [named] = blocks;
    if (named?.block.family !== 6) return blocks;
    this.#issues.push({ path, message: `${named.block.toString()} is IPv6; a VPC or vSwitch is planned by its IPv4 block, as Alibaba Cloud assigns the IPv6 block itself` });
    return [];
  }

  vSwitches(inputs: NetworkInput['vSwitches']): readonly NamedVSwitch[] {
    if (inputs.length === 0) this.#issues.push({ path: 'vSwitches', message: 'the list is empty; cloud nodes need one vSwitch of the role nodes at least' });
    const seen = new Set<string>();
    return inputs.flatMap((input, index) => {
      const path = `vSwitches[${index}]`;
      if (!isText(input.name)) this.#issues.push({ path: `${path}.name`, message: 'the name is missing' });
      if (seen.has(input.name)) this.#issues.push({ path: `${path}.name`, message: `the name ${JSON.stringify(input.name)} stands twice; each vSwitch needs its own` });
      seen.add(input.name);
      if (!isText(input.zone)) this.#issues.push({ path: `${path}.zone`, message: 'the zone is missing; write its id, such as cn-hangzhou-i' });
      if (!['nodes', 'pods', 'other'].includes(input.role)) this.#issues.push({ path: `${path}.role`, message: `${input.role === undefined ? 'nothing' : JSON.stringify(input.role)} is no role; write nodes, pods or other` });
      return this.cloudBlock(`vSwitch ${input.name}`, `${path}.cidr`, input.cidr, input.existing !== true).map((block) => ({
        ...block,
        label: input.name,
        zone: input.zone,
        role: input.role,
      }));
    });
  }

  waivers(names: readonly string[]): readonly string[] {
    names.forEach((name, index) => {
      if ((networkWaivers as readonly string[]).includes(name)) return;
      this.#issues.push({ path: `waivers[${index}]`, message: `${JSON.stringify(name)} can not be waived; only ${networkWaivers.join(' and ')} can` });
    });
    return names;
  }

  demand(demand: CapacityDemand): CapacityDemand {
    const counts: readonly (readonly [string, number | undefined, number])[] = [
      ['nodes', demand.nodes, 0],
      ['surgeNodes', demand.surgeNodes, 0],
      ['podsPerNode', demand.podsPerNode, 1],
      ['maxPods', demand.maxPods, 1],
      ['maxPoolSize', demand.maxPoolSize, 0],
      // One ENI is the primary one, which Terway takes no pod addresses from.
      ['instance.eniQuantity', demand.instance?.eniQuantity, 1],
      ['instance.eniPrivateIpAddressQuantity', demand.instance?.eniPrivateIpAddressQuantity, 1],
    ];
    for (const [path, value, least] of counts) {
      if (value !== undefined && (!Number.isSafeInteger(value) || value < least)) {
        this.#issues.push({ path: `demand.${path}`, message: `${String(value)} is no whole number from ${least} on` });
      }
    }
    return demand;
  }

  finish(): void {
    if (this.#issues.length === 0) return;
    throw new InvalidInputError({ subject: 'network plan', issues: this.#issues, remediation: 'Mend each field that is named, and plan again.' });
  }

  #entries(list: string, entries: readonly unknown[]): void {
    if (list === 'waivers') return;
    entries.forEach((entry, index) => {
      if (!isObject(entry)) this.#issues.push({ path: `${list}[${index}]`, message: 'this is no section with fields' });
    });
  }

  #block(name: string, path: string, text: unknown, movable = false): readonly NamedBlock[] {
    if (text === undefined) {
      this.#issues.push({ path, message: 'the block is missing; write one such as 10.0.0.0/10' });
      return [];
    }
    const reading = readCidrBlock(text);
    if ('block' in reading) return [{ name, path, block: reading.block, movable }];
    this.#issues.push({ path, message: `${describeCidrFault(text, reading.fault)}. ${reading.fault.remedy.replace(/\.$/u, '')}` });
    return [];
  }
}
