/** Fields that the types have by 1.36 and not yet in 1.33, as `Type.field`. Measured at these two; the versions between count as 1.36. */
const after33 = [
  'Container.restartPolicyRules', 'CustomResourceDefinitionCondition.observedGeneration', 'CustomResourceDefinitionStatus.observedGeneration',
  'EnvVarSource.fileKeyRef', 'EphemeralContainer.restartPolicyRules', 'NodeStatus.declaredFeatures', 'PodSpec.hostnameOverride',
  'PodSpec.schedulingGroup', 'PodStatus.allocatedResources', 'PodStatus.extendedResourceClaimStatus',
  'PodStatus.nodeAllocatableResourceClaimStatuses', 'PodStatus.resources', 'ResourceHealth.message', 'VolumeMountStatus.volumeStatus',
  'VolumeProjection.podCertificate',
];

/** Fields that 1.33 has and 1.30 has not; the versions between count as 1.33. */
const after30 = [
  'ContainerStatus.allocatedResourcesStatus', 'ContainerStatus.stopSignal', 'ContainerStatus.user',
  'DeleteOptions.ignoreStoreReadErrorWithClusterBreakingPotential', 'DeploymentStatus.terminatingReplicas', 'LeaseSpec.preferredHolder',
  'LeaseSpec.strategy', 'Lifecycle.stopSignal', 'NodeRuntimeHandlerFeatures.userNamespaces', 'NodeStatus.features', 'NodeSystemInfo.swap',
  'PodCondition.observedGeneration', 'PodResourceClaim.resourceClaimName', 'PodResourceClaim.resourceClaimTemplateName',
  'PodSecurityContext.seLinuxChangePolicy', 'PodSecurityContext.supplementalGroupsPolicy', 'PodSpec.resources', 'PodStatus.observedGeneration',
  'ReplicaSetStatus.terminatingReplicas', 'ResourceAttributes.fieldSelector', 'ResourceAttributes.labelSelector', 'ResourceClaim.request',
  'Volume.image',
];

/**
 * The table of types as an older minor version has it. Up to 1.33 an object within another, such as the metadata of a pod template, is written
 * with `creationTimestamp: null`.
 */
export function olderTypes(table: string, minor: number): string {
  if (minor > 33) return table;
  const missing = new Set([...after33, ...(minor > 30 ? [] : after30)]);
  return table
    .split('\n')
    .map((line) => {
      const [name = '', ...fields] = line.split(' ');
      const kept = fields.filter((field) => !missing.has(`${name.replace('!', '')}.${field.slice(0, field.indexOf(':'))}`));
      return [name, ...kept.map((field) => (field === 'creationTimestamp:t' ? 'creationTimestamp:t=' : field))].join(' ');
    })
    .join('\n');
}
