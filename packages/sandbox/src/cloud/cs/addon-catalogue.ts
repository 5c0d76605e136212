/** An add-on that can be installed, with its versions from the oldest to the newest. */
export interface AddonOffer {
  readonly name: string;
  readonly category: string;
  readonly versions: readonly string[];
}

/** What the sandbox's Container Service offers. Versions have the vendor's form and are no statement of what is current. */
export const addonOffers: readonly AddonOffer[] = [
  { name: 'terway-eniip', category: 'network', versions: ['v1.14.2', 'v1.15.3'] },
  { name: 'cloud-node-controller', category: 'core', versions: ['v1.1.0'] },
  { name: 'metrics-server', category: 'monitor', versions: ['v0.3.9.7'] },
  { name: 'ack-node-problem-detector', category: 'monitor', versions: ['1.2.20'] },
];

/** The newest version of an offer. */
export function newestVersion(offer: AddonOffer): string {
  return offer.versions.at(-1) ?? '';
}

/** The versions of an offer that are newer than this one, from the oldest to the newest; every other one of a version that it doesn't have. */
export function newerVersions(offer: AddonOffer, version: string): readonly string[] {
  return offer.versions.slice(offer.versions.indexOf(version) + 1);
}
