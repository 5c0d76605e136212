import { describe, expect, it } from 'vitest';
import { checkPlacement } from './check-placement.ts';

const external = { 'alibabacloud.com/external': 'true' };
const nodes = [{ name: 'cloud-1', labels: external }, { name: 'dc-1', labels: {} }];
const inCloud = { matchExpressions: [{ key: 'alibabacloud.com/external', operator: 'In', values: ['true'] }] };
const statuses = (checks: ReturnType<typeof checkPlacement>) => Object.fromEntries(checks.filter(({ status }) => status !== 'pass').map(({ name, status }) => [name, status]));

describe('checkPlacement', () => {
  it.each([
    ['a nodeSelector', { nodeSelector: external }, {}],
    ['an affinity', { nodeSelector: {}, requiredTerms: [inCloud] }, {}],
    ['a second term that lets everything in', { nodeSelector: {}, requiredTerms: [inCloud, { matchExpressions: [{ key: 'x', operator: 'DoesNotExist' }] }] }, { 'terway-selects-cloud-nodes-only': 'fail' }],
    ['a selector that today misses the data centre by luck', { nodeSelector: { 'kubernetes.io/os': 'linux' } }, { 'terway-selects-cloud-nodes-only': 'fail', 'terway-reaches-cloud-nodes': 'fail' }],
    ['a selector too many', { nodeSelector: { ...external, gpu: 'yes' } }, { 'terway-reaches-cloud-nodes': 'fail' }],
  ])('judges %s', (_what, placement, failed) => {
    expect(statuses(checkPlacement({ placement, nodes, pods: [] }))).toEqual(failed);
  });

  it('finds pods that run on premises, whatever the template says now', () => {
    expect(statuses(checkPlacement({ placement: { nodeSelector: external }, nodes, pods: [{ name: 'terway-x', nodeName: 'dc-1' }, { name: 'terway-y', nodeName: 'cloud-1' }] }))).toEqual({ 'no-terway-on-premises': 'fail' });
  });

  it('takes the label with another value for an on-premises node', () => {
    expect(statuses(checkPlacement({ placement: { nodeSelector: { 'alibabacloud.com/external': 'false' } }, nodes: [{ name: 'odd', labels: { 'alibabacloud.com/external': 'false' } }], pods: [] }))).toEqual({ 'terway-selects-cloud-nodes-only': 'fail' });
  });
});
