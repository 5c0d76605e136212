import type { NodeAffinity } from '@ack-hybrid/calico-affinity';
import fc from 'fast-check';
import type { PlacementQuestion } from './placement-judge.ts';

type Term = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];
type Requirement = NonNullable<Term['matchExpressions']>[number];

/** The labels that the merge is about, and others beside them. */
const keys = ['alibabacloud.com/external', 'type', 'kubernetes.io/os', 'cores'] as const;
const values: Readonly<Record<(typeof keys)[number], readonly string[]>> = {
  'alibabacloud.com/external': ['true', 'false', ''],
  type: ['virtual-kubelet', 'bare'],
  'kubernetes.io/os': ['linux', 'windows'],
  cores: ['4', '08', '-3', 'many'],
};

const key = fc.constantFrom(...keys);

const listed = key.chain((name) =>
  fc.record({ key: fc.constant(name), operator: fc.constantFrom('In', 'NotIn'), values: fc.array(fc.constantFrom(...values[name]), { minLength: 1, maxLength: 3 }) }),
);
const asked = fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') });
const compared = fc.record({ key: fc.constantFrom('cores', 'type'), operator: fc.constantFrom('Gt', 'Lt'), values: fc.constantFrom('0', '5', '-4').map((value) => [value]) });
/** What the API server would refuse; an object of an older server, or a webhook's, may hold it all the same. */
const broken: fc.Arbitrary<Requirement> = fc.constantFrom<Requirement>(
  { key: 'type', operator: 'In', values: [] },
  { key: 'type', operator: 'Exists', values: ['bare'] },
  { key: 'cores', operator: 'Gt', values: ['many'] },
  { key: 'cores', operator: 'Lt', values: ['1', '2'] },
  { key: 'type', operator: 'in', values: ['bare'] },
  { key: 'type', operator: 'NotIn', values: ['no label value!'] },
);
const requirement: fc.Arbitrary<Requirement> = fc.oneof({ arbitrary: listed, weight: 8 }, { arbitrary: asked, weight: 4 }, { arbitrary: compared, weight: 2 }, { arbitrary: broken, weight: 1 });

const field = fc.record({ key: fc.constant('metadata.name'), operator: fc.constantFrom('In', 'NotIn'), values: fc.constantFrom('node-0', 'node-1', 'elsewhere').map((name) => [name]) });

const term: fc.Arbitrary<Term> = fc.record({ matchExpressions: fc.array(requirement, { maxLength: 4 }), matchFields: fc.array(field, { maxLength: 2 }) }, { requiredKeys: [] });

const preferred = fc.array(fc.record({ weight: fc.integer({ min: 1, max: 100 }), preference: term }), { maxLength: 2 });

const affinity: fc.Arbitrary<NodeAffinity> = fc.record(
  { requiredDuringSchedulingIgnoredDuringExecution: fc.record({ nodeSelectorTerms: fc.array(term, { maxLength: 4 }) }), preferredDuringSchedulingIgnoredDuringExecution: preferred },
  { requiredKeys: [] },
);

const labels = fc
  .tuple(...keys.map((name) => fc.option(fc.constantFrom(...values[name]), { nil: undefined })))
  .map((drawn) => Object.fromEntries(keys.flatMap((name, index) => (drawn[index] === undefined ? [] : [[name, drawn[index]]]))));

/** An affinity of any shape, or none, a node selector now and then, and a few nodes. */
export const questions: fc.Arbitrary<PlacementQuestion> = fc.record({
  nodeSelector: fc.option(fc.constantFrom({ 'kubernetes.io/os': 'linux' }, { type: 'bare' }), { nil: undefined, freq: 3 }),
  nodeAffinity: fc.option(affinity, { nil: undefined, freq: 9 }),
  nodes: fc.array(labels, { minLength: 1, maxLength: 8 }).map((each) => each.map((of, index) => ({ name: `node-${index}`, labels: of }))),
});
