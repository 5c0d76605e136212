import { recordApi, type ContractCase } from '../contract-case.ts';
import { namespace } from '../objects.ts';
import { type RawApi } from '../raw-api.ts';
import { admissionCases } from './admission-cases.ts';
import { applyCases } from './apply-cases.ts';
import { createCases } from './create-cases.ts';
import { customResourceCases, defineKinds } from './custom-resource-cases.ts';
import { deleteCases } from './delete-cases.ts';
import { patchCases } from './patch-cases.ts';
import { readCases } from './read-cases.ts';
import { requestCases } from './request-cases.ts';
import { strategicCases } from './strategic-cases.ts';
import { subresourceCases } from './subresource-cases.ts';
import { updateCases } from './update-cases.ts';
import { valueCases } from './value-cases.ts';
import { watchCases } from './watch-cases.ts';
import { workloadCases } from './workload-cases.ts';

/** Every case by its area. */
export const allCases: Readonly<Record<string, readonly ContractCase[]>> = {
  create: createCases,
  workloads: workloadCases,
  values: valueCases,
  admission: admissionCases,
  read: readCases,
  watch: watchCases,
  update: updateCases,
  patch: patchCases,
  'strategic merge patch': strategicCases,
  apply: applyCases,
  delete: deleteCases,
  'the request': requestCases,
  subresources: subresourceCases,
  'custom resources': customResourceCases,
};

/** Makes what the cases stand on: their namespace, its ServiceAccount, which a controller would make, and the custom kinds. */
export const prepare = async (raw: RawApi): Promise<void> => {
  const api = recordApi(raw, () => undefined);
  await api.post('/api/v1/namespaces', { metadata: { name: namespace }, apiVersion: 'v1', kind: 'Namespace' });
  await api.post(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: 'default' }, apiVersion: 'v1', kind: 'ServiceAccount' });
  await defineKinds(api);
};
