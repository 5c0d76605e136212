import { expect, it } from 'vitest';
import { renderLabelSelector } from './label-selector.ts';

it.each([
  [{ matchLabels: { 'k8s-app': 'calico-node', tier: 'net' } }, 'k8s-app=calico-node,tier=net'],
  [
    {
      matchLabels: { a: '1' },
      matchExpressions: [
        { key: 'b', operator: 'In', values: ['2', '3'] },
        { key: 'c', operator: 'NotIn', values: ['4'] },
        { key: 'd', operator: 'Exists' },
        { key: 'e', operator: 'DoesNotExist' },
      ],
    },
    'a=1,b in (2,3),c notin (4),d,!e',
  ],
  [undefined, ''],
])('writes %j as a query', (selector, text) => {
  expect(renderLabelSelector({ spec: { selector } })).toBe(text);
});
