package main

import "time"

func (w *walk) rule() []fields {
	return []fields{{"IpProtocol": "tcp", "PortRange": "8443/8443", "SourceCidrIp": "192.168.40.0/24", "Description": w.Name}}
}

func (w *walk) createNetwork() {
	region := w.Region
	made := w.rpc("vpc", "CreateVSwitch", fields{
		"RegionId": region, "VpcId": w.VpcID, "ZoneId": w.Zone, "CidrBlock": w.CidrBlock, "VSwitchName": w.Name, "ClientToken": w.Name,
		"Tag": []fields{{"Key": "made-by", "Value": w.Name}},
	})
	id, _ := made["VSwitchId"].(string)
	w.rpc("vpc", "DescribeVSwitchAttributes", fields{"RegionId": region, "VSwitchId": id})
	w.rpc("ecs", "AuthorizeSecurityGroup", fields{"RegionId": region, "SecurityGroupId": w.SecurityGroupID, "Permissions": w.rule()})
}

// describeNetwork reads what other clients read as well, once all is there that changes it.
func (w *walk) describeNetwork() {
	region := w.Region
	w.rpc("ecs", "DescribeRegions", fields{})
	w.rpc("ecs", "DescribeZones", fields{"RegionId": region})
	w.rpc("ecs", "DescribeInstanceTypes", fields{"InstanceTypes": []string{"ecs.g7.xlarge"}})
	w.rpc("ecs", "DescribeAvailableResource", fields{"RegionId": region, "DestinationResource": "InstanceType", "ZoneId": w.Zone})
	w.rpc("ecs", "DescribeInstances", fields{"RegionId": region, "VpcId": w.VpcID, "PageSize": "100"})
	w.rpc("vpc", "DescribeVpcs", fields{"RegionId": region, "VpcId": w.VpcID, "PageSize": "50"})
	w.rpc("vpc", "DescribeVpcAttribute", fields{"RegionId": region, "VpcId": w.VpcID})
	w.rpc("vpc", "DescribeVSwitches", fields{"RegionId": region, "VpcId": w.VpcID, "PageNumber": "1", "PageSize": "50"})
	tables := w.rpc("vpc", "DescribeRouteTableList", fields{"RegionId": region, "VpcId": w.VpcID})
	w.rpc("vpc", "DescribeRouteEntryList", fields{"RegionId": region, "RouteTableId": first(tables, "RouterTableList", "RouterTableListType")["RouteTableId"]})
	w.rpc("ecs", "DescribeSecurityGroups", fields{"RegionId": region, "VpcId": w.VpcID, "MaxResults": "10"})
	w.rpc("ecs", "DescribeSecurityGroupAttribute", fields{"RegionId": region, "SecurityGroupId": w.SecurityGroupID, "Direction": "ingress"})
}

func (w *walk) deleteNetwork() {
	w.rpc("ecs", "RevokeSecurityGroup", fields{"RegionId": w.Region, "SecurityGroupId": w.SecurityGroupID, "Permissions": w.rule()})
	found := w.rpc("vpc", "DescribeVSwitches", fields{"RegionId": w.Region, "VSwitchName": w.Name})
	id := first(found, "VSwitches", "VSwitch")["VSwitchId"]
	// A vSwitch of this VPC that is being made refuses every other change, and says that it is worth another try.
	for tries := 0; tries < 50; tries++ {
		got, problem := w.calls.rpc("vpc", "DeleteVSwitch", fields{"RegionId": w.Region, "VSwitchId": id})
		if problem == nil || problem.Code != "TaskConflict" {
			w.note("vpc DeleteVSwitch", got, problem)
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// first is the first object of a list that lies two names deep, as RPC answers have them.
func first(body map[string]any, outer, inner string) map[string]any {
	set, _ := body[outer].(map[string]any)
	list, _ := set[inner].([]any)
	if len(list) == 0 {
		return map[string]any{}
	}
	found, _ := list[0].(map[string]any)
	return found
}
