import { InvalidInputError } from '@ack-hybrid/core/errors';
import { describeCidrFault } from '../../errors.ts';
import type { CapacityDemand } from '../capacity/capacity-demand.ts';
import { usableAddresses } from '../capacity/capacity.ts';
import { findDemandIssues } from '../capacity/check-demand.ts';
import type { OverlayInput } from '../capacity/overlay.ts';
import { readCidrBlock } from '../block/read-cidr-block.ts';
import { inputShape } from './input-shape.ts';
import { networkWaivers } from './network-input.ts';
import type { NetworkInput, OverlayBlocks, SiteInput } from './network-input.ts';
import type { NamedBlock, NamedSite, NamedVSwitch } from './network.ts';
import { readOverlay } from './read-overlay.ts';

interface Issue {
  readonly path: string;
  readonly message: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const show = (value: unknown): string => (value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value));

/** Reads the fields of a network input one by one, and keeps what is wrong with each until the end. */
export class NetworkReader {
  readonly #issues: Issue[] = [];

  /** Callers without TypeScript reach this, too; a missing section would end in a TypeError that names no field. */
  shape(input: unknown): void {
    const fields = isObject(input) ? input : {};
    for (const section of ['dataCenter', 'vpc']) {
      if (!isObject(fields[section])) this.#add(section, 'the section is missing');
    }
    this.#section('cen', fields['cen']);
    this.#section('demand', fields['demand']);
    if (isObject(fields['dataCenter'])) {
      for (const section of ['bgp', 'overlay']) this.#section(`dataCenter.${section}`, fields['dataCenter'][section]);
    }
    if (isObject(fields['vpc'])) {
      this.#list('vpc.secondaryCidrs', fields['vpc']['secondaryCidrs'], { ofSections: false });
      const routes = fields['vpc']['customRoutes'];
      if (routes !== undefined && typeof routes !== 'number' && !Array.isArray(routes)) this.#add('vpc.customRoutes', `${show(routes)} is neither a number of routes nor a list of their destinations`);
    }
    if (fields['vSwitches'] === undefined) this.#add('vSwitches', 'the list is missing');
    for (const list of ['vSwitches', 'routed', 'sites', 'waivers']) this.#list(list, fields[list], { ofSections: list !== 'waivers' });
    // A field whose name is mistyped would be left out without a word, and its rules with it.
    this.#issues.push(...inputShape(input, '').filter((issue) => issue.isUnknown === true).map(({ path, message }) => ({ path, message })));
    this.finish();
  }

  region(value: unknown): void {
    if (value === undefined || (typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)+$/u.test(value))) return;
    this.#add('region', `${show(value)} is not the id of a region; write one such as cn-hangzhou`);
  }

  flag(path: string, value: unknown): void {
    if (value !== undefined && typeof value !== 'boolean') this.#add(path, `${show(value)} is neither true nor false`);
  }

  oneOf(path: string, value: unknown, words: readonly string[]): void {
    if (value !== undefined && !words.includes(value as string)) this.#add(path, `${show(value)} is unknown; write ${words.join(' or ')}`);
  }

  wholeNumber(path: string, value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): number {
    if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most)) return (value as number | undefined) ?? least;
    this.#add(path, `${typeof value === 'number' ? String(value) : show(value)} is no whole number from ${least} ${most === Number.MAX_SAFE_INTEGER ? 'on' : `to ${most}`}`);
    return least;
  }

  blocks(name: string, path: string, text: unknown): readonly NamedBlock[] {
    if (!Array.isArray(text)) return this.block(name, path, text);
    if (text.length === 0) this.#add(path, 'the list is empty; write one block at least');
    return text.flatMap((part, index) => this.block(text.length === 1 ? name : `${name} ${index + 1}`, `${path}[${index}]`, part));
  }

  /** The blocks of a VPC and its vSwitches that a caller chooses are IPv4: the cloud hands IPv6 blocks out itself. */
  cloudBlock(name: string, path: string, text: unknown, movable: boolean): readonly NamedBlock[] {
    const blocks = this.block(name, path, text, movable);
    const [named] = blocks;
    if (named?.block.family !== 6) return blocks;
    this.#add(path, `${named.block.toString()} is IPv6; a VPC or vSwitch is planned by its IPv4 block, as Alibaba Cloud assigns the IPv6 block itself`);
    return [];
  }

  routed(inputs: NonNullable<NetworkInput['routed']>): readonly NamedBlock[] {
    return inputs.flatMap((entry, index) => {
      if (!isText(entry.name)) this.#add(`routed[${index}].name`, 'the name is missing');
      return this.blocks(`routed network ${entry.name}`, `routed[${index}].cidr`, entry.cidr);
    });
  }

  sites(inputs: readonly SiteInput[]): readonly NamedSite[] {
    const seen = new Set<string>();
    return inputs.map((input, index) => {
      const path = `sites[${index}]`;
      this.#name(path, input.name, 'site', seen);
      if (!['data-center', 'vpc'].includes(input.kind)) this.#add(`${path}.kind`, `${show(input.kind)} is no kind of site; write data-center or vpc`);
      return { label: input.name, kind: input.kind, blocks: this.blocks(`site ${input.name}`, `${path}.cidr`, input.cidr) };
    });
  }

  vSwitches(inputs: NetworkInput['vSwitches']): readonly NamedVSwitch[] {
    if (inputs.length === 0) this.#add('vSwitches', 'the list is empty; cloud nodes need one vSwitch of the role nodes at least');
    const seen = new Set<string>();
    return inputs.flatMap((input, index) => {
      const path = `vSwitches[${index}]`;
      this.#name(path, input.name, 'vSwitch', seen);
      if (!isText(input.zone)) this.#add(`${path}.zone`, 'the zone is missing; write its id, such as cn-hangzhou-i');
      if (!['nodes', 'pods', 'other'].includes(input.role)) this.#add(`${path}.role`, `${show(input.role)} is no role; write nodes, pods or other`);
      this.flag(`${path}.existing`, input.existing);
      const blocks = this.cloudBlock(`vSwitch ${input.name}`, `${path}.cidr`, input.cidr, input.existing !== true);
      const { freeAddresses } = input;
      return blocks.map((block) => {
        this.wholeNumber(`${path}.freeAddresses`, freeAddresses, 0, usableAddresses(block.block));
        return { ...block, label: input.name, zone: input.zone, role: input.role, ...(freeAddresses === undefined ? {} : { freeAddresses }) };
      });
    });
  }

  waivers(names: readonly string[]): readonly string[] {
    names.forEach((name, index) => {
      if ((networkWaivers as readonly string[]).includes(name)) return;
      this.#add(`waivers[${index}]`, `${show(name)} can not be waived; only ${networkWaivers.slice(0, -1).join(', ')} and ${networkWaivers.at(-1) ?? ''} can`);
    });
    return names;
  }

  demand(demand: CapacityDemand): CapacityDemand {
    this.#issues.push(...findDemandIssues(demand));
    return demand;
  }

  overlay(overlay: OverlayBlocks, pods: readonly NamedBlock[]): OverlayInput | undefined {
    const reading = readOverlay(overlay, pods);
    this.#issues.push(...reading.issues);
    return reading.overlay;
  }

  block(name: string, path: string, text: unknown, movable = false): readonly NamedBlock[] {
    if (text === undefined) {
      this.#add(path, 'the block is missing; write one such as 10.0.0.0/10');
      return [];
    }
    const reading = readCidrBlock(text);
    if ('block' in reading) return [{ name, path, block: reading.block, movable }];
    this.#add(path, `${describeCidrFault(text, reading.fault)}. ${reading.fault.remedy.replace(/\.$/u, '')}`);
    return [];
  }

  finish(): void {
    if (this.#issues.length === 0) return;
    throw new InvalidInputError({ subject: 'network plan', issues: this.#issues, remediation: 'Mend each field that is named, and plan again.' });
  }

  #add(path: string, message: string): void {
    this.#issues.push({ path, message });
  }

  #section(path: string, value: unknown): void {
    if (value !== undefined && !isObject(value)) this.#add(path, 'this is no section with fields');
  }

  #list(path: string, value: unknown, { ofSections }: { readonly ofSections: boolean }): void {
    if (value === undefined) return;
    if (!Array.isArray(value)) this.#add(path, 'this is no list');
    else if (ofSections) value.forEach((entry, index) => this.#section(`${path}[${index}]`, entry ?? null));
  }

  #name(path: string, name: string, what: string, seen: Set<string>): void {
    if (!isText(name)) this.#add(`${path}.name`, 'the name is missing');
    else if (seen.has(name)) this.#add(`${path}.name`, `the name ${show(name)} stands twice; each ${what} needs its own`);
    seen.add(name);
  }
}
