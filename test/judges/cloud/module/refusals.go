package main

// refusals asks for what must be refused, once each. The test knows the codes.
func (w *walk) refusals() {
	by := func(name string, calls caller, service, action string, parameters fields) {
		got, problem := calls.rpc(service, action, parameters)
		w.note(name, got, problem)
	}
	region := fields{"RegionId": w.Region}
	unknown := w.calls.as("LTAI5tNobodyHasThisKey", w.AccessKeySecret)
	wrong := w.calls.as(w.AccessKeyID, "not-the-secret")
	cluster := rest{method: "GET", path: "/clusters/[ClusterId]", parts: map[string]string{"ClusterId": w.ClusterID}}

	for _, service := range []string{"ecs", "vpc", "ram"} {
		action := map[string]string{"ecs": "DescribeInstances", "vpc": "DescribeVpcs", "ram": "ListUsers"}[service]
		parameters := map[string]fields{"ecs": region, "vpc": region, "ram": {}}[service]
		by(service+": a key that does not exist", unknown, service, action, parameters)
		by(service+": a wrong secret", wrong, service, action, parameters)
	}
	got, problem := unknown.rest("DescribeClusterDetail", cluster)
	w.note("cs: a key that does not exist", got, problem)
	got, problem = wrong.rest("DescribeClusterDetail", cluster)
	w.note("cs: a wrong secret", got, problem)

	by("ecs: a security group that does not exist", w.calls, "ecs", "DescribeSecurityGroupAttribute", fields{"RegionId": w.Region, "SecurityGroupId": "sg-nobody"})
	by("ecs: a region that does not exist", w.calls, "ecs", "DescribeInstances", fields{"RegionId": "cn-nowhere"})
	by("ecs: no mandatory parameter", w.calls, "ecs", "DescribeSecurityGroupAttribute", region)
	by("ecs: a page of no size", w.calls, "ecs", "DescribeInstances", fields{"RegionId": w.Region, "PageSize": "many"})
	by("vpc: a VPC that does not exist", w.calls, "vpc", "DescribeVpcAttribute", fields{"RegionId": w.Region, "VpcId": "vpc-nobody"})
	by("vpc: a vSwitch that does not exist", w.calls, "vpc", "DescribeVSwitchAttributes", fields{"RegionId": w.Region, "VSwitchId": "vsw-nobody"})
	by("ram: a policy that does not exist", w.calls, "ram", "GetPolicy", fields{"PolicyType": "Custom", "PolicyName": "nobody"})
	by("ram: a user that does not exist", w.calls, "ram", "GetUser", fields{"UserName": "nobody"})
	by("ram: a policy that is no JSON", w.calls, "ram", "CreatePolicy", fields{"PolicyName": "broken", "PolicyDocument": "{"})

	w.cs("DescribeClusterDetail", "GET", "/clusters/[ClusterId]", func(call *rest) { call.parts["ClusterId"] = "c00000000000000000000000000000000" })
	w.cs("DescribeClusterNodePoolDetail", "GET", onePool, func(call *rest) { call.parts["NodepoolId"] = "np00000000000000000000000000000000" })
	w.cs("DescribeTaskInfo", "GET", "/tasks/[task_id]", func(call *rest) { call.parts["task_id"] = "T-nobody" })
	w.cs("CreateClusterNodePool", "POST", pools, func(call *rest) { call.body = fields{"nodepoolInfo": fields{"name": "x"}} })
	w.cs("ScaleClusterNodePool", "POST", onePool, func(call *rest) {
		call.parts["NodepoolId"] = "np00000000000000000000000000000000"
		call.body = fields{"count": "2"}
	})
	w.objectRefusals()
}
