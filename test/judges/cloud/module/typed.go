package main

import (
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/responses"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/cs"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ecs"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ram"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/vpc"
)

// typedRPC is the SDK's own request and answer for an operation of ECS, VPC or RAM.
func typedRPC(service, action string) (requests.AcsRequest, responses.AcsResponse) {
	switch service + " " + action {
	case "ecs DescribeRegions":
		return ecs.CreateDescribeRegionsRequest(), ecs.CreateDescribeRegionsResponse()
	case "ecs DescribeZones":
		return ecs.CreateDescribeZonesRequest(), ecs.CreateDescribeZonesResponse()
	case "ecs DescribeInstanceTypes":
		return ecs.CreateDescribeInstanceTypesRequest(), ecs.CreateDescribeInstanceTypesResponse()
	case "ecs DescribeAvailableResource":
		return ecs.CreateDescribeAvailableResourceRequest(), ecs.CreateDescribeAvailableResourceResponse()
	case "ecs AuthorizeSecurityGroup":
		return ecs.CreateAuthorizeSecurityGroupRequest(), ecs.CreateAuthorizeSecurityGroupResponse()
	case "ecs RevokeSecurityGroup":
		return ecs.CreateRevokeSecurityGroupRequest(), ecs.CreateRevokeSecurityGroupResponse()
	case "ecs DescribeSecurityGroups":
		return ecs.CreateDescribeSecurityGroupsRequest(), ecs.CreateDescribeSecurityGroupsResponse()
	case "ecs DescribeSecurityGroupAttribute":
		return ecs.CreateDescribeSecurityGroupAttributeRequest(), ecs.CreateDescribeSecurityGroupAttributeResponse()
	case "ecs DescribeInstances":
		return ecs.CreateDescribeInstancesRequest(), ecs.CreateDescribeInstancesResponse()
	case "vpc DescribeVpcs":
		return vpc.CreateDescribeVpcsRequest(), vpc.CreateDescribeVpcsResponse()
	case "vpc DescribeVpcAttribute":
		return vpc.CreateDescribeVpcAttributeRequest(), vpc.CreateDescribeVpcAttributeResponse()
	case "vpc CreateVSwitch":
		return vpc.CreateCreateVSwitchRequest(), vpc.CreateCreateVSwitchResponse()
	case "vpc DescribeVSwitchAttributes":
		return vpc.CreateDescribeVSwitchAttributesRequest(), vpc.CreateDescribeVSwitchAttributesResponse()
	case "vpc DescribeVSwitches":
		return vpc.CreateDescribeVSwitchesRequest(), vpc.CreateDescribeVSwitchesResponse()
	case "vpc DescribeRouteTableList":
		return vpc.CreateDescribeRouteTableListRequest(), vpc.CreateDescribeRouteTableListResponse()
	case "vpc DescribeRouteEntryList":
		return vpc.CreateDescribeRouteEntryListRequest(), vpc.CreateDescribeRouteEntryListResponse()
	case "vpc DeleteVSwitch":
		return vpc.CreateDeleteVSwitchRequest(), vpc.CreateDeleteVSwitchResponse()
	case "ram CreatePolicy":
		return ram.CreateCreatePolicyRequest(), ram.CreateCreatePolicyResponse()
	case "ram CreateUser":
		return ram.CreateCreateUserRequest(), ram.CreateCreateUserResponse()
	case "ram AttachPolicyToUser":
		return ram.CreateAttachPolicyToUserRequest(), ram.CreateAttachPolicyToUserResponse()
	case "ram GetPolicy":
		return ram.CreateGetPolicyRequest(), ram.CreateGetPolicyResponse()
	case "ram ListPolicies":
		return ram.CreateListPoliciesRequest(), ram.CreateListPoliciesResponse()
	case "ram ListPoliciesForUser":
		return ram.CreateListPoliciesForUserRequest(), ram.CreateListPoliciesForUserResponse()
	case "ram ListEntitiesForPolicy":
		return ram.CreateListEntitiesForPolicyRequest(), ram.CreateListEntitiesForPolicyResponse()
	case "ram CreateAccessKey":
		return ram.CreateCreateAccessKeyRequest(), ram.CreateCreateAccessKeyResponse()
	case "ram ListAccessKeys":
		return ram.CreateListAccessKeysRequest(), ram.CreateListAccessKeysResponse()
	case "ram UpdateAccessKey":
		return ram.CreateUpdateAccessKeyRequest(), ram.CreateUpdateAccessKeyResponse()
	case "ram DeleteAccessKey":
		return ram.CreateDeleteAccessKeyRequest(), ram.CreateDeleteAccessKeyResponse()
	case "ram DetachPolicyFromUser":
		return ram.CreateDetachPolicyFromUserRequest(), ram.CreateDetachPolicyFromUserResponse()
	case "ram DeleteUser":
		return ram.CreateDeleteUserRequest(), ram.CreateDeleteUserResponse()
	case "ram DeletePolicy":
		return ram.CreateDeletePolicyRequest(), ram.CreateDeletePolicyResponse()
	case "ram GetUser":
		return ram.CreateGetUserRequest(), ram.CreateGetUserResponse()
	case "ram ListUsers":
		return ram.CreateListUsersRequest(), ram.CreateListUsersResponse()
	}
	return nil, nil
}

// typedREST is the SDK's own request and answer for an operation of Container Service; nothing where this SDK is
// older than the operation. DescribeTaskInfo is left out, too: its struct takes `task_result` for an object, and the vendor's page prints a list.
func typedREST(action string) (requests.AcsRequest, responses.AcsResponse) {
	switch action {
	case "DescribeClusterDetail":
		return cs.CreateDescribeClusterDetailRequest(), cs.CreateDescribeClusterDetailResponse()
	case "DescribeClustersV1":
		return cs.CreateDescribeClustersV1Request(), cs.CreateDescribeClustersV1Response()
	case "DescribeUserQuota":
		return cs.CreateDescribeUserQuotaRequest(), cs.CreateDescribeUserQuotaResponse()
	case "DescribeExternalAgent":
		return cs.CreateDescribeExternalAgentRequest(), cs.CreateDescribeExternalAgentResponse()
	case "DescribeAddons":
		return cs.CreateDescribeAddonsRequest(), cs.CreateDescribeAddonsResponse()
	case "InstallClusterAddons":
		return cs.CreateInstallClusterAddonsRequest(), cs.CreateInstallClusterAddonsResponse()
	case "CreateClusterNodePool":
		return cs.CreateCreateClusterNodePoolRequest(), cs.CreateCreateClusterNodePoolResponse()
	case "ScaleClusterNodePool":
		return cs.CreateScaleClusterNodePoolRequest(), cs.CreateScaleClusterNodePoolResponse()
	case "ModifyClusterNodePool":
		return cs.CreateModifyClusterNodePoolRequest(), cs.CreateModifyClusterNodePoolResponse()
	case "DeleteClusterNodepool":
		return cs.CreateDeleteClusterNodepoolRequest(), cs.CreateDeleteClusterNodepoolResponse()
	case "UnInstallClusterAddons":
		return cs.CreateUnInstallClusterAddonsRequest(), cs.CreateUnInstallClusterAddonsResponse()
	case "DescribeClusterNodePools":
		return cs.CreateDescribeClusterNodePoolsRequest(), cs.CreateDescribeClusterNodePoolsResponse()
	case "DescribeClusterNodePoolDetail":
		return cs.CreateDescribeClusterNodePoolDetailRequest(), cs.CreateDescribeClusterNodePoolDetailResponse()
	case "DescribeClusterNodes":
		return cs.CreateDescribeClusterNodesRequest(), cs.CreateDescribeClusterNodesResponse()
	}
	return nil, nil
}
