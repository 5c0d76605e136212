import { expect, it } from 'vitest';
import type { DaemonPodView } from '../placement-checks.ts';
import { matchTemplate } from './template-match.ts';

const daemonSet = (generation?: string) => ({ metadata: { annotations: generation === undefined ? {} : { 'deprecated.daemonset.template.generation': generation } } });
const pod = (templateGeneration?: string, revision?: string): DaemonPodView => ({
  name: 'p', nodeName: 'n', ready: true, terminating: false,
  ...(templateGeneration === undefined ? {} : { templateGeneration }),
  ...(revision === undefined ? {} : { revision }),
});

it.each<[string, ReturnType<typeof daemonSet>, readonly DaemonPodView[], readonly (boolean | undefined)[]]>([
  ['by the generation alone', daemonSet('2'), [pod('1'), pod('2')], [false, true]],
  ['by the hash, where an undo brought an older template back', daemonSet('3'), [pod('1', 'a'), pod('2', 'b'), pod('3', 'a')], [true, false, true]],
  ['no hash as long as no pod of the present generation shows it', daemonSet('3'), [pod('1', 'a'), pod('2', 'b')], [false, false]],
  ['nothing without the annotation', daemonSet(), [pod('1', 'a'), pod()], [undefined, undefined]],
  ['nothing of a pod without labels', daemonSet('1'), [pod(), pod('1')], [undefined, true]],
])('tells pods of the present template: %s', (_, object, pods, expected) => {
  expect(pods.map(matchTemplate(object, pods))).toEqual(expected);
});
