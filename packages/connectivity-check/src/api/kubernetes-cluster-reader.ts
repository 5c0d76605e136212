import { NotFoundError, type Kubernetes } from '@ack-hybrid/core';
import type { ClusterReader } from './port.ts';

/** What the preflight reads of the cluster. */
export const createClusterReader = (kubernetes: Kubernetes): ClusterReader => ({
  readVersion: async (context = {}) => {
    const version = await kubernetes.api((sdk) => sdk.VersionApi);
    const answer = await kubernetes.call({ verb: 'get', resource: 'version' }, () => version.getCode(), context);
    return answer.gitVersion;
  },
  readAgentDeployment: async (context = {}) => {
    const apps = await kubernetes.api((sdk) => sdk.AppsV1Api);
    try {
      const deployment = await kubernetes.call(
        { verb: 'get', resource: 'deployments', object: 'kube-system/ack-cluster-agent' },
        () => apps.readNamespacedDeployment({ name: 'ack-cluster-agent', namespace: 'kube-system' }),
        context,
      );
      const containers = deployment.spec?.template.spec?.containers ?? [];
      return {
        replicas: deployment.spec?.replicas ?? 1,
        available: deployment.status?.availableReplicas ?? 0,
        settings: containers.flatMap((container) => [...(container.command ?? []), ...(container.args ?? []), ...(container.env ?? []).map((variable) => variable.value ?? '')]),
      };
    } catch (error) {
      if (NotFoundError.isInstance(error)) return undefined;
      throw error;
    }
  },
  mayDo: async ({ verb, group, resource, name, namespace }, context = {}) => {
    const authorization = await kubernetes.api((sdk) => sdk.AuthorizationV1Api);
    const [plural = resource, subresource] = resource.split('/');
    const resourceAttributes = { verb, group, resource: plural, ...(subresource === undefined ? {} : { subresource }), ...(name === undefined ? {} : { name }), ...(namespace === undefined ? {} : { namespace }) };
    // A review is created, but stored nowhere: it is a question.
    const review = await kubernetes.call(
      { verb: 'create', resource: 'selfsubjectaccessreviews', dryRun: true },
      () => authorization.createSelfSubjectAccessReview({ body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } }, dryRun: 'All' }),
      context,
    );
    return review.status?.allowed === true;
  },
});
