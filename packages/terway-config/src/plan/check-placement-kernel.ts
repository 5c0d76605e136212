import type { Check } from '@ack-hybrid/core';
import type { NodeState } from './restart/terway-workload.ts';

/** The numbers that a kernel's or an image's version begins with: `5.10.134-16.al8.x86_64` is [5, 10]. */
export type MajorMinor = readonly [major: number, minor: number];

/**
 * Reads what a version begins with; distributions append what they like.
 *
 * @example
 * parseMajorMinor('4.19.91-27.al7.x86_64'); // [4, 19]
 */
export const parseMajorMinor = (text: string): MajorMinor | undefined => {
  const [, major, minor] = /^v?(\d{1,6})\.(\d{1,6})(?![0-9])/.exec(text.trim()) ?? [];
  return major === undefined || minor === undefined ? undefined : [Number(major), Number(minor)];
};

/** The tag of an image; empty where it has none, as with a digest alone. */
export const tagOf = (image: string): string => /:([\w.-]+)(?:@sha256:[0-9a-f]+)?$/.exec(image)?.[1] ?? '';

const isBelow = ([major, minor]: MajorMinor, [otherMajor, otherMinor]: MajorMinor): boolean => major < otherMajor || (major === otherMajor && minor < otherMinor);

/** Terway's images need this kernel since this version: the stock kernel of CentOS 7 is too old. */
const neededKernel: MajorMinor = [5, 10];
const neededSince: MajorMinor = [1, 14];

/** Whether the kernels of the cloud nodes are new enough for a version of Terway, with the nodes named. */
export const checkKernels = (image: string, cloudNodes: readonly NodeState[]): Check => {
  const name = 'terway-kernel-new-enough';
  const version = parseMajorMinor(tagOf(image));
  if (version !== undefined && isBelow(version, neededSince)) return { name, status: 'pass', message: `Terway ${tagOf(image)} asks for no kernel of its own; v1.14.0 and later need 5.10` };
  const kernels = cloudNodes.map((node) => ({ node: node.name, text: node.kernelVersion, kernel: parseMajorMinor(node.kernelVersion) }));
  const old = kernels.filter(({ kernel }) => kernel !== undefined && isBelow(kernel, neededKernel)).map(({ node, text }) => `${node} (${text})`);
  const odd = kernels.filter(({ kernel }) => kernel === undefined).map(({ node, text }) => `${node} (${text === '' ? 'not told yet' : text})`);
  const remediation = 'Use an image with kernel 5.10 or later for the node pool, such as Alibaba Cloud Linux 3, or a Terway before v1.14.0.';
  if (old.length > 0 && version !== undefined) return { name, status: 'fail', message: `Terway ${tagOf(image)} needs kernel 5.10 or later, which is not on ${old.join(', ')}`, remediation };
  if (old.length > 0) return { name, status: 'warn', message: `the version of Terway can't be told from its image ${image}; from v1.14.0 on the kernel is too old on ${old.join(', ')}`, remediation };
  if (odd.length > 0) return { name, status: 'warn', message: `the kernel can't be told on ${odd.join(', ')}`, remediation: 'Look at status.nodeInfo.kernelVersion of the node: 5.10 or later is needed.' };
  return { name, status: 'pass', message: `each of ${cloudNodes.length} cloud nodes has kernel 5.10 or later` };
};
