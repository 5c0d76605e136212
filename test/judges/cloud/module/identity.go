package main

const policyDocument = `{"Version":"1","Statement":[{"Effect":"Allow","Action":["ecs:DescribeInstances","vpc:DescribeVSwitches"],"Resource":["*"]}]}`

func (w *walk) createIdentity() {
	w.rpc("ram", "CreatePolicy", fields{"PolicyName": w.Name, "PolicyDocument": policyDocument, "Description": "what the second client may do"})
	w.rpc("ram", "CreateUser", fields{"UserName": w.Name, "DisplayName": "Second client"})
	w.rpc("ram", "AttachPolicyToUser", fields{"PolicyType": "Custom", "PolicyName": w.Name, "UserName": w.Name})
	w.rpc("ram", "GetPolicy", fields{"PolicyType": "Custom", "PolicyName": w.Name})
	w.rpc("ram", "ListPolicies", fields{"PolicyType": "Custom", "MaxItems": "1000"})
	w.rpc("ram", "ListPoliciesForUser", fields{"UserName": w.Name})
	w.rpc("ram", "ListEntitiesForPolicy", fields{"PolicyType": "Custom", "PolicyName": w.Name})
	made := w.rpc("ram", "CreateAccessKey", fields{"UserName": w.Name})
	key, _ := made["AccessKey"].(map[string]any)
	id, _ := key["AccessKeyId"].(string)
	secret, _ := key["AccessKeySecret"].(string)

	// What the new key may do, and what it may not.
	user := w.calls.as(id, secret)
	got, problem := user.rpc("ecs", "DescribeInstances", fields{"RegionId": w.Region})
	w.note("ecs DescribeInstances by the user", got, problem)
	got, problem = user.rpc("ecs", "DescribeSecurityGroups", fields{"RegionId": w.Region})
	w.note("ecs DescribeSecurityGroups by the user", got, problem)
	got, problem = user.rest("DescribeClusterDetail", rest{method: "GET", path: "/clusters/[ClusterId]", parts: map[string]string{"ClusterId": w.ClusterID}})
	w.note("cs DescribeClusterDetail by the user", got, problem)
	w.rpc("ram", "ListAccessKeys", fields{"UserName": w.Name})
}

func (w *walk) deleteIdentity() {
	found := w.rpc("ram", "ListAccessKeys", fields{"UserName": w.Name})
	id := first(found, "AccessKeys", "AccessKey")["AccessKeyId"]
	w.rpc("ram", "UpdateAccessKey", fields{"UserName": w.Name, "UserAccessKeyId": id, "Status": "Inactive"})
	w.rpc("ram", "DeleteAccessKey", fields{"UserName": w.Name, "UserAccessKeyId": id})
	w.rpc("ram", "DetachPolicyFromUser", fields{"PolicyType": "Custom", "PolicyName": w.Name, "UserName": w.Name})
	w.rpc("ram", "DeleteUser", fields{"UserName": w.Name})
	w.rpc("ram", "DeletePolicy", fields{"PolicyName": w.Name})
}
