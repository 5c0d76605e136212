/**
 * The types of the kinds that the sandbox serves, one a line, as the API server of Kubernetes 1.36 describes them in its OpenAPI v3
 * documents (k8s.io/api, Apache License 2.0). The grammar stands at `parseShapes`. Generated: the contract suite compares every line
 * with what a real API server says, and rewrites this file when `UPDATE_TYPES=1` is set.
 */
export const builtInTypes = `
AWSElasticBlockStoreVolumeSource fsType:s partition:i readOnly:b volumeID:s=
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AggregationRule clusterRoleSelectors:[]LabelSelector
AppArmorProfile localhostProfile:s type:s=
AttachedVolume devicePath:s= name:s=
AzureDiskVolumeSource cachingMode:s="ReadWrite" diskName:s= diskURI:s= fsType:s="ext4" kind:s="Shared" readOnly:b=
AzureFileVolumeSource readOnly:b secretName:s= shareName:s=
Binding apiVersion:s kind:s metadata:ObjectMeta= target:ObjectReference=
CSIVolumeSource driver:s= fsType:s nodePublishSecretRef:LocalObjectReference readOnly:b volumeAttributes:<>s
Capabilities add:[]s drop:[]s
CephFSVolumeSource monitors:[]s= path:s readOnly:b secretFile:s secretRef:LocalObjectReference user:s
CinderVolumeSource fsType:s readOnly:b secretRef:LocalObjectReference volumeID:s=
ClientIPConfig timeoutSeconds:i
ClusterRole aggregationRule:AggregationRule apiVersion:s kind:s metadata:ObjectMeta= rules:[]PolicyRule
ClusterRoleBinding apiVersion:s kind:s metadata:ObjectMeta= roleRef:RoleRef= subjects:[]Subject
ClusterTrustBundleProjection labelSelector:LabelSelector name:s optional:b path:s= signerName:s
Condition lastTransitionTime:t message:s= observedGeneration:l reason:s= status:s= type:s=
ConfigMap apiVersion:s binaryData:<>x data:<>s immutable:b kind:s metadata:ObjectMeta=
ConfigMapEnvSource name:s= optional:b
ConfigMapKeySelector! key:s= name:s= optional:b
ConfigMapNodeConfigSource kubeletConfigKey:s= name:s= namespace:s= resourceVersion:s uid:s
ConfigMapProjection items:[]KeyToPath name:s= optional:b
ConfigMapVolumeSource defaultMode:i items:[]KeyToPath name:s= optional:b
Container args:[]s command:[]s env:[name]EnvVar*name envFrom:[]EnvFromSource image:s imagePullPolicy:s lifecycle:Lifecycle livenessProbe:Probe name:s= ports:[containerPort+protocol]ContainerPort*containerPort readinessProbe:Probe resizePolicy:[]ContainerResizePolicy resources:ResourceRequirements= restartPolicy:s restartPolicyRules:[]ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin:b stdinOnce:b terminationMessagePath:s terminationMessagePolicy:s tty:b volumeDevices:[devicePath]VolumeDevice*devicePath volumeMounts:[mountPath]VolumeMount*mountPath workingDir:s
ContainerExtendedResourceRequest containerName:s= requestName:s= resourceName:s=
ContainerImage names:[]s sizeBytes:l
ContainerPort containerPort:i= hostIP:s hostPort:i name:s protocol:s="TCP"
ContainerResizePolicy resourceName:s= restartPolicy:s=
ContainerRestartRule action:s exitCodes:ContainerRestartRuleOnExitCodes
ContainerRestartRuleOnExitCodes operator:s values:{}i
ContainerState running:ContainerStateRunning terminated:ContainerStateTerminated waiting:ContainerStateWaiting
ContainerStateRunning startedAt:t
ContainerStateTerminated containerID:s exitCode:i= finishedAt:t message:s reason:s signal:i startedAt:t
ContainerStateWaiting message:s reason:s
ContainerStatus allocatedResources:<>q allocatedResourcesStatus:[name]ResourceStatus*name containerID:s image:s= imageID:s= lastState:ContainerState= name:s= ready:b= resources:ResourceRequirements restartCount:i= started:b state:ContainerState= stopSignal:s user:ContainerUser volumeMounts:[mountPath]VolumeMountStatus*mountPath
ContainerUser linux:LinuxContainerUser
CustomResourceColumnDefinition description:s format:s jsonPath:s= name:s= priority:i type:s=
CustomResourceConversion strategy:s= webhook:WebhookConversion
CustomResourceDefinition apiVersion:s kind:s metadata:ObjectMeta= spec:CustomResourceDefinitionSpec= status:CustomResourceDefinitionStatus=
CustomResourceDefinitionCondition lastTransitionTime:t message:s observedGeneration:l reason:s status:s= type:s=
CustomResourceDefinitionNames categories:[]s kind:s= listKind:s plural:s= shortNames:[]s singular:s
CustomResourceDefinitionSpec conversion:CustomResourceConversion group:s= names:CustomResourceDefinitionNames= preserveUnknownFields:b scope:s= versions:[]CustomResourceDefinitionVersion=
CustomResourceDefinitionStatus acceptedNames:CustomResourceDefinitionNames= conditions:[type]CustomResourceDefinitionCondition observedGeneration:l storedVersions:[]s
CustomResourceDefinitionVersion additionalPrinterColumns:[]CustomResourceColumnDefinition deprecated:b deprecationWarning:s name:s= schema:CustomResourceValidation selectableFields:[]SelectableField served:b= storage:b= subresources:CustomResourceSubresources
CustomResourceSubresourceScale labelSelectorPath:s specReplicasPath:s= statusReplicasPath:s=
CustomResourceSubresourceStatus
CustomResourceSubresources scale:CustomResourceSubresourceScale status:CustomResourceSubresourceStatus
CustomResourceValidation openAPIV3Schema:JSONSchemaProps
DaemonEndpoint Port:i=
DaemonSet apiVersion:s kind:s metadata:ObjectMeta= spec:DaemonSetSpec= status:DaemonSetStatus=
DaemonSetCondition lastTransitionTime:t message:s reason:s status:s= type:s=
DaemonSetSpec minReadySeconds:i revisionHistoryLimit:i selector:LabelSelector template:PodTemplateSpec= updateStrategy:DaemonSetUpdateStrategy=
DaemonSetStatus collisionCount:i conditions:[type]DaemonSetCondition*type currentNumberScheduled:i= desiredNumberScheduled:i= numberAvailable:i numberMisscheduled:i= numberReady:i= numberUnavailable:i observedGeneration:l updatedNumberScheduled:i
DaemonSetUpdateStrategy rollingUpdate:RollingUpdateDaemonSet type:s
DeleteOptions apiVersion:s dryRun:[]s gracePeriodSeconds:l ignoreStoreReadErrorWithClusterBreakingPotential:b kind:s orphanDependents:b preconditions:Preconditions propagationPolicy:s
Deployment apiVersion:s kind:s metadata:ObjectMeta= spec:DeploymentSpec= status:DeploymentStatus=
DeploymentCondition lastTransitionTime:t lastUpdateTime:t message:s reason:s status:s= type:s=
DeploymentSpec minReadySeconds:i paused:b progressDeadlineSeconds:i replicas:i revisionHistoryLimit:i selector:LabelSelector strategy:DeploymentStrategy^= template:PodTemplateSpec=
DeploymentStatus availableReplicas:i collisionCount:i conditions:[type]DeploymentCondition*type observedGeneration:l readyReplicas:i replicas:i terminatingReplicas:i unavailableReplicas:i updatedReplicas:i
DeploymentStrategy rollingUpdate:RollingUpdateDeployment type:s
DownwardAPIProjection items:[]DownwardAPIVolumeFile
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode:i path:s= resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource defaultMode:i items:[]DownwardAPIVolumeFile
EmptyDirVolumeSource medium:s sizeLimit:q
EnvFromSource configMapRef:ConfigMapEnvSource prefix:s secretRef:SecretEnvSource
EnvVar name:s= value:s valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer args:[]s command:[]s env:[name]EnvVar*name envFrom:[]EnvFromSource image:s imagePullPolicy:s lifecycle:Lifecycle livenessProbe:Probe name:s= ports:[containerPort+protocol]ContainerPort*containerPort readinessProbe:Probe resizePolicy:[]ContainerResizePolicy resources:ResourceRequirements= restartPolicy:s restartPolicyRules:[]ContainerRestartRule securityContext:SecurityContext startupProbe:Probe stdin:b stdinOnce:b targetContainerName:s terminationMessagePath:s terminationMessagePolicy:s tty:b volumeDevices:[devicePath]VolumeDevice*devicePath volumeMounts:[mountPath]VolumeMount*mountPath workingDir:s
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
Event action:s apiVersion:s count:i eventTime:u firstTimestamp:t involvedObject:ObjectReference= kind:s lastTimestamp:t message:s metadata:ObjectMeta= reason:s related:ObjectReference reportingComponent:s= reportingInstance:s= series:EventSeries source:EventSource= type:s
EventSeries count:i lastObservedTime:u
EventSource component:s host:s
Eviction apiVersion:s deleteOptions:DeleteOptions kind:s metadata:ObjectMeta=
ExecAction command:[]s
ExternalDocumentation description:s url:s
FCVolumeSource fsType:s lun:i readOnly:b targetWWNs:[]s wwids:[]s
FieldSelectorAttributes rawSelector:s requirements:[]FieldSelectorRequirement
FieldSelectorRequirement key:s= operator:s= values:[]s
FileKeySelector! key:s= optional:b= path:s= volumeName:s=
FlexVolumeSource driver:s= fsType:s options:<>s readOnly:b secretRef:LocalObjectReference
FlockerVolumeSource datasetName:s datasetUUID:s
GCEPersistentDiskVolumeSource fsType:s partition:i pdName:s= readOnly:b
GRPCAction port:i= service:s=
GitRepoVolumeSource directory:s repository:s= revision:s
GlusterfsVolumeSource endpoints:s= path:s= readOnly:b
HTTPGetAction host:s httpHeaders:[]HTTPHeader path:s port:o scheme:s
HTTPHeader name:s= value:s=
HostAlias hostnames:[]s ip:s=
HostIP ip:s=
HostPathVolumeSource path:s= type:s
ISCSIVolumeSource chapAuthDiscovery:b chapAuthSession:b fsType:s initiatorName:s iqn:s= iscsiInterface:s="default" lun:i= portals:[]s readOnly:b secretRef:LocalObjectReference targetPortal:s=
ImageVolumeSource pullPolicy:s reference:s
ImageVolumeStatus imageRef:s
JSONSchemaProps $ref:s $schema:s additionalItems:j additionalProperties:j allOf:[]JSONSchemaProps anyOf:[]JSONSchemaProps default:j definitions:<>JSONSchemaProps dependencies:<>j description:s enum:[]j example:j exclusiveMaximum:b exclusiveMinimum:b externalDocs:ExternalDocumentation format:s id:s items:j maxItems:l maxLength:l maxProperties:l maximum:d minItems:l minLength:l minProperties:l minimum:d multipleOf:d not:JSONSchemaProps nullable:b oneOf:[]JSONSchemaProps pattern:s patternProperties:<>JSONSchemaProps properties:<>JSONSchemaProps required:[]s title:s type:s uniqueItems:b x-kubernetes-embedded-resource:b x-kubernetes-int-or-string:b x-kubernetes-list-map-keys:[]s x-kubernetes-list-type:s x-kubernetes-map-type:s x-kubernetes-preserve-unknown-fields:b x-kubernetes-validations:[rule]ValidationRule*rule
Job apiVersion:s kind:s metadata:ObjectMeta= spec:JobSpec= status:JobStatus=
JobCondition lastProbeTime:t lastTransitionTime:t message:s reason:s status:s= type:s=
JobSpec activeDeadlineSeconds:l backoffLimit:i backoffLimitPerIndex:i completionMode:s completions:i managedBy:s manualSelector:b maxFailedIndexes:i parallelism:i podFailurePolicy:PodFailurePolicy podReplacementPolicy:s selector:LabelSelector successPolicy:SuccessPolicy suspend:b template:PodTemplateSpec= ttlSecondsAfterFinished:i
JobStatus active:i completedIndexes:s completionTime:t conditions:[]JobCondition*type failed:i failedIndexes:s ready:i startTime:t succeeded:i terminating:i uncountedTerminatedPods:UncountedTerminatedPods
KeyToPath key:s= mode:i path:s=
LabelSelector! matchExpressions:[]LabelSelectorRequirement matchLabels:<>s
LabelSelectorAttributes rawSelector:s requirements:[]LabelSelectorRequirement
LabelSelectorRequirement key:s= operator:s= values:[]s
Lease apiVersion:s kind:s metadata:ObjectMeta= spec:LeaseSpec=
LeaseSpec acquireTime:u holderIdentity:s leaseDurationSeconds:i leaseTransitions:i preferredHolder:s renewTime:u strategy:s
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal:s
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
LinuxContainerUser gid:l= supplementalGroups:[]l uid:l=
LoadBalancerIngress hostname:s ip:s ipMode:s ports:[]PortStatus
LoadBalancerStatus ingress:[]LoadBalancerIngress
LocalObjectReference! name:s=
ManagedFieldsEntry apiVersion:s fieldsType:s fieldsV1:j manager:s operation:s subresource:s time:t
NFSVolumeSource path:s= readOnly:b server:s=
Namespace apiVersion:s kind:s metadata:ObjectMeta= spec:NamespaceSpec= status:NamespaceStatus=
NamespaceCondition lastTransitionTime:t message:s reason:s status:s= type:s=
NamespaceSpec finalizers:[]s
NamespaceStatus conditions:[type]NamespaceCondition*type phase:s
Node apiVersion:s kind:s metadata:ObjectMeta= spec:NodeSpec= status:NodeStatus=
NodeAddress address:s= type:s=
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:[]PreferredSchedulingTerm requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeAllocatableResourceClaimStatus containers:{}s resourceClaimName:s= resources:<>q=
NodeCondition lastHeartbeatTime:t lastTransitionTime:t message:s reason:s status:s= type:s=
NodeConfigSource configMap:ConfigMapNodeConfigSource
NodeConfigStatus active:NodeConfigSource assigned:NodeConfigSource error:s lastKnownGood:NodeConfigSource
NodeDaemonEndpoints kubeletEndpoint:DaemonEndpoint=
NodeFeatures supplementalGroupsPolicy:b
NodeRuntimeHandler features:NodeRuntimeHandlerFeatures name:s=
NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:b userNamespaces:b
NodeSelector! nodeSelectorTerms:[]NodeSelectorTerm=
NodeSelectorRequirement key:s= operator:s= values:[]s
NodeSelectorTerm! matchExpressions:[]NodeSelectorRequirement matchFields:[]NodeSelectorRequirement
NodeSpec configSource:NodeConfigSource externalID:s podCIDR:s podCIDRs:{}s* providerID:s taints:[]Taint unschedulable:b
NodeStatus addresses:[type]NodeAddress*type allocatable:<>q capacity:<>q conditions:[type]NodeCondition*type config:NodeConfigStatus daemonEndpoints:NodeDaemonEndpoints= declaredFeatures:[]s features:NodeFeatures images:[]ContainerImage nodeInfo:NodeSystemInfo= phase:s runtimeHandlers:[]NodeRuntimeHandler volumesAttached:[]AttachedVolume volumesInUse:[]s
NodeSwapStatus capacity:l
NodeSystemInfo architecture:s= bootID:s= containerRuntimeVersion:s= kernelVersion:s= kubeProxyVersion:s= kubeletVersion:s= machineID:s= operatingSystem:s= osImage:s= swap:NodeSwapStatus systemUUID:s=
NonResourceAttributes path:s verb:s
ObjectFieldSelector! apiVersion:s fieldPath:s=
ObjectMeta annotations:<>s creationTimestamp:t deletionGracePeriodSeconds:l deletionTimestamp:t finalizers:{}s* generateName:s generation:l labels:<>s managedFields:[]ManagedFieldsEntry name:s namespace:s ownerReferences:[uid]OwnerReference*uid resourceVersion:s selfLink:s uid:s
ObjectReference! apiVersion:s fieldPath:s kind:s name:s namespace:s resourceVersion:s uid:s
OwnerReference! apiVersion:s= blockOwnerDeletion:b controller:b kind:s= name:s= uid:s=
PersistentVolumeClaimSpec accessModes:[]s dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements= selector:LabelSelector storageClassName:s volumeAttributesClassName:s volumeMode:s volumeName:s
PersistentVolumeClaimTemplate metadata:ObjectMeta= spec:PersistentVolumeClaimSpec=
PersistentVolumeClaimVolumeSource claimName:s= readOnly:b
PhotonPersistentDiskVolumeSource fsType:s pdID:s=
Pod apiVersion:s kind:s metadata:ObjectMeta= spec:PodSpec= status:PodStatus=
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
PodAffinityTerm labelSelector:LabelSelector matchLabelKeys:[]s mismatchLabelKeys:[]s namespaceSelector:LabelSelector namespaces:[]s topologyKey:s=
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:[]WeightedPodAffinityTerm requiredDuringSchedulingIgnoredDuringExecution:[]PodAffinityTerm
PodCertificateProjection certificateChainPath:s credentialBundlePath:s keyPath:s keyType:s maxExpirationSeconds:i signerName:s userAnnotations:<>s
PodCondition lastProbeTime:t lastTransitionTime:t message:s observedGeneration:l reason:s status:s= type:s=
PodDNSConfig nameservers:[]s options:[]PodDNSConfigOption searches:[]s
PodDNSConfigOption name:s value:s
PodDisruptionBudget apiVersion:s kind:s metadata:ObjectMeta= spec:PodDisruptionBudgetSpec= status:PodDisruptionBudgetStatus=
PodDisruptionBudgetSpec maxUnavailable:o minAvailable:o selector:LabelSelector~ unhealthyPodEvictionPolicy:s
PodDisruptionBudgetStatus conditions:[type]Condition*type currentHealthy:i= desiredHealthy:i= disruptedPods:<>t disruptionsAllowed:i= expectedPods:i= observedGeneration:l
PodExtendedResourceClaimStatus requestMappings:[]ContainerExtendedResourceRequest= resourceClaimName:s=
PodFailurePolicy rules:[]PodFailurePolicyRule=
PodFailurePolicyOnExitCodesRequirement containerName:s operator:s= values:{}i=
PodFailurePolicyOnPodConditionsPattern status:s= type:s=
PodFailurePolicyRule action:s= onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions:[]PodFailurePolicyOnPodConditionsPattern
PodIP ip:s=
PodOS name:s=
PodReadinessGate conditionType:s=
PodResourceClaim name:s= resourceClaimName:s resourceClaimTemplateName:s
PodResourceClaimStatus name:s= resourceClaimName:s
PodSchedulingGate name:s=
PodSchedulingGroup podGroupName:s
PodSecurityContext appArmorProfile:AppArmorProfile fsGroup:l fsGroupChangePolicy:s runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxChangePolicy:s seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups:[]l supplementalGroupsPolicy:s sysctls:[]Sysctl windowsOptions:WindowsSecurityContextOptions
PodSpec activeDeadlineSeconds:l affinity:Affinity automountServiceAccountToken:b containers:[name]Container*name= dnsConfig:PodDNSConfig dnsPolicy:s enableServiceLinks:b ephemeralContainers:[name]EphemeralContainer*name hostAliases:[ip]HostAlias*ip hostIPC:b hostNetwork:b hostPID:b hostUsers:b hostname:s hostnameOverride:s imagePullSecrets:[name]LocalObjectReference*name initContainers:[name]Container*name nodeName:s nodeSelector:<>s! os:PodOS overhead:<>q preemptionPolicy:s priority:i priorityClassName:s readinessGates:[]PodReadinessGate resourceClaims:[name]PodResourceClaim*name^ resources:ResourceRequirements restartPolicy:s runtimeClassName:s schedulerName:s schedulingGates:[name]PodSchedulingGate*name schedulingGroup:PodSchedulingGroup securityContext:PodSecurityContext serviceAccount:s serviceAccountName:s setHostnameAsFQDN:b shareProcessNamespace:b subdomain:s terminationGracePeriodSeconds:l tolerations:[]Toleration topologySpreadConstraints:[topologyKey+whenUnsatisfiable]TopologySpreadConstraint*topologyKey volumes:[name]Volume*name^
PodStatus allocatedResources:<>q conditions:[type]PodCondition*type containerStatuses:[]ContainerStatus ephemeralContainerStatuses:[]ContainerStatus extendedResourceClaimStatus:PodExtendedResourceClaimStatus hostIP:s hostIPs:[]HostIP*ip initContainerStatuses:[]ContainerStatus message:s nodeAllocatableResourceClaimStatuses:[]NodeAllocatableResourceClaimStatus nominatedNodeName:s observedGeneration:l phase:s podIP:s podIPs:[ip]PodIP*ip qosClass:s reason:s resize:s resourceClaimStatuses:[name]PodResourceClaimStatus*name^ resources:ResourceRequirements startTime:t
PodTemplateSpec metadata:ObjectMeta= spec:PodSpec=
PolicyRule apiGroups:[]s nonResourceURLs:[]s resourceNames:[]s resources:[]s verbs:[]s=
PortStatus error:s port:i= protocol:s=
PortworxVolumeSource fsType:s readOnly:b volumeID:s=
Preconditions resourceVersion:s uid:s
PreferredSchedulingTerm preference:NodeSelectorTerm= weight:i=
Probe exec:ExecAction failureThreshold:i grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:i periodSeconds:i successThreshold:i tcpSocket:TCPSocketAction terminationGracePeriodSeconds:l timeoutSeconds:i
ProjectedVolumeSource defaultMode:i sources:[]VolumeProjection
QuobyteVolumeSource group:s readOnly:b registry:s= tenant:s user:s volume:s=
RBDVolumeSource fsType:s image:s= keyring:s="/etc/ceph/keyring" monitors:[]s= pool:s="rbd" readOnly:b secretRef:LocalObjectReference user:s="admin"
ReplicaSet apiVersion:s kind:s metadata:ObjectMeta= spec:ReplicaSetSpec= status:ReplicaSetStatus=
ReplicaSetCondition lastTransitionTime:t message:s reason:s status:s= type:s=
ReplicaSetSpec minReadySeconds:i replicas:i selector:LabelSelector template:PodTemplateSpec=
ReplicaSetStatus availableReplicas:i conditions:[type]ReplicaSetCondition*type fullyLabeledReplicas:i observedGeneration:l readyReplicas:i replicas:i= terminatingReplicas:i
ResourceAttributes fieldSelector:FieldSelectorAttributes group:s labelSelector:LabelSelectorAttributes name:s namespace:s resource:s subresource:s verb:s version:s
ResourceClaim name:s= request:s
ResourceFieldSelector! containerName:s divisor:q resource:s=
ResourceHealth health:s message:s resourceID:s=
ResourceRequirements claims:[name]ResourceClaim limits:<>q requests:<>q
ResourceStatus name:s= resources:[resourceID]ResourceHealth
Role apiVersion:s kind:s metadata:ObjectMeta= rules:[]PolicyRule
RoleBinding apiVersion:s kind:s metadata:ObjectMeta= roleRef:RoleRef= subjects:[]Subject
RoleRef! apiGroup:s= kind:s= name:s=
RollingUpdateDaemonSet maxSurge:o maxUnavailable:o
RollingUpdateDeployment maxSurge:o maxUnavailable:o
SELinuxOptions level:s role:s type:s user:s
Scale apiVersion:s kind:s metadata:ObjectMeta= spec:ScaleSpec= status:ScaleStatus=
ScaleIOVolumeSource fsType:s="xfs" gateway:s= protectionDomain:s readOnly:b secretRef:LocalObjectReference sslEnabled:b storageMode:s="ThinProvisioned" storagePool:s system:s= volumeName:s
ScaleSpec replicas:i=
ScaleStatus replicas:i= selector:s
SeccompProfile localhostProfile:s type:s=
Secret apiVersion:s data:<>x immutable:b kind:s metadata:ObjectMeta= stringData:<>s type:s
SecretEnvSource name:s= optional:b
SecretKeySelector! key:s= name:s= optional:b
SecretProjection items:[]KeyToPath name:s= optional:b
SecretVolumeSource defaultMode:i items:[]KeyToPath optional:b secretName:s
SecurityContext allowPrivilegeEscalation:b appArmorProfile:AppArmorProfile capabilities:Capabilities privileged:b procMount:s readOnlyRootFilesystem:b runAsGroup:l runAsNonRoot:b runAsUser:l seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
SelectableField jsonPath:s=
SelfSubjectAccessReview apiVersion:s kind:s metadata:ObjectMeta= spec:SelfSubjectAccessReviewSpec= status:SubjectAccessReviewStatus=
SelfSubjectAccessReviewSpec nonResourceAttributes:NonResourceAttributes resourceAttributes:ResourceAttributes
Service apiVersion:s kind:s metadata:ObjectMeta= spec:ServiceSpec= status:ServiceStatus=
ServiceAccount apiVersion:s automountServiceAccountToken:b imagePullSecrets:[]LocalObjectReference kind:s metadata:ObjectMeta= secrets:[name]ObjectReference*name
ServiceAccountTokenProjection audience:s expirationSeconds:l path:s=
ServicePort appProtocol:s name:s nodePort:i port:i= protocol:s="TCP" targetPort:o
ServiceReference name:s= namespace:s= path:s port:i
ServiceSpec allocateLoadBalancerNodePorts:b clusterIP:s clusterIPs:[]s externalIPs:[]s externalName:s externalTrafficPolicy:s healthCheckNodePort:i internalTrafficPolicy:s ipFamilies:[]s ipFamilyPolicy:s loadBalancerClass:s loadBalancerIP:s loadBalancerSourceRanges:[]s ports:[port+protocol]ServicePort*port publishNotReadyAddresses:b selector:<>s! sessionAffinity:s sessionAffinityConfig:SessionAffinityConfig trafficDistribution:s type:s
ServiceStatus conditions:[type]Condition*type loadBalancer:LoadBalancerStatus=
SessionAffinityConfig clientIP:ClientIPConfig
SleepAction seconds:l=
StorageOSVolumeSource fsType:s readOnly:b secretRef:LocalObjectReference volumeName:s volumeNamespace:s
Subject! apiGroup:s kind:s= name:s= namespace:s
SubjectAccessReviewStatus allowed:b= denied:b evaluationError:s reason:s
SuccessPolicy rules:[]SuccessPolicyRule=
SuccessPolicyRule succeededCount:i succeededIndexes:s
Sysctl name:s= value:s=
TCPSocketAction host:s port:o
Taint effect:s= key:s= timeAdded:t value:s
Toleration effect:s key:s operator:s tolerationSeconds:l value:s
TopologySpreadConstraint labelSelector:LabelSelector matchLabelKeys:[]s maxSkew:i= minDomains:i nodeAffinityPolicy:s nodeTaintsPolicy:s topologyKey:s= whenUnsatisfiable:s=
TypedLocalObjectReference! apiGroup:s kind:s= name:s=
TypedObjectReference apiGroup:s kind:s= name:s= namespace:s
UncountedTerminatedPods failed:{}s succeeded:{}s
ValidationRule fieldPath:s message:s messageExpression:s optionalOldSelf:b reason:s rule:s=
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource iscsi:ISCSIVolumeSource name:s= nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice devicePath:s= name:s=
VolumeMount mountPath:s= mountPropagation:s name:s= readOnly:b recursiveReadOnly:s subPath:s subPathExpr:s
VolumeMountStatus mountPath:s= name:s= readOnly:b recursiveReadOnly:s volumeStatus:VolumeStatus
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements limits:<>q requests:<>q
VolumeStatus image:ImageVolumeStatus
VsphereVirtualDiskVolumeSource fsType:s storagePolicyID:s storagePolicyName:s volumePath:s=
WebhookClientConfig caBundle:x service:ServiceReference url:s
WebhookConversion clientConfig:WebhookClientConfig conversionReviewVersions:[]s=
WeightedPodAffinityTerm podAffinityTerm:PodAffinityTerm= weight:i=
WindowsSecurityContextOptions gmsaCredentialSpec:s gmsaCredentialSpecName:s hostProcess:b runAsUserName:s
`;
