package main

const pools = "/clusters/[ClusterId]/nodepools"
const onePool = pools + "/[NodepoolId]"

func (w *walk) createNodePool() {
	w.cs("DescribeClusterDetail", "GET", "/clusters/[ClusterId]", nil)
	w.cs("DescribeClustersV1", "GET", "/api/v1/clusters", func(call *rest) { call.query = map[string]string{"page_number": "1", "page_size": "10"} })
	w.cs("DescribeUserQuota", "GET", "/quota", nil)
	w.cs("DescribeExternalAgent", "GET", "/k8s/[ClusterId]/external/agent/deployment", func(call *rest) { call.query = map[string]string{"PrivateIpAddress": "true"} })
	w.cs("DescribeAddons", "GET", "/clusters/components/metadata", func(call *rest) { call.query = map[string]string{"region": w.Region} })
	w.ended(w.cs("InstallClusterAddons", "POST", "/clusters/[ClusterId]/components/install", func(call *rest) {
		call.body = []fields{{"name": w.Addon, "version": w.AddonVersion}}
	}))
	w.cs("GetClusterAddonInstance", "GET", "/clusters/[ClusterId]/addon_instances/[AddonName]", func(call *rest) { call.parts["AddonName"] = w.Addon })
	made := w.cs("CreateClusterNodePool", "POST", pools, func(call *rest) {
		call.body = fields{
			"nodepool_info": fields{"name": w.Name},
			"scaling_group": fields{
				"vswitch_ids": []string{w.NodeVSwitchID}, "instance_types": []string{"ecs.g7.xlarge"}, "instance_charge_type": "PostPaid",
				"security_group_ids": []string{w.SecurityGroupID}, "system_disk_category": "cloud_essd", "system_disk_size": 120, "desired_size": 1,
			},
			"kubernetes_config": fields{
				"labels":  []fields{{"key": "made-by", "value": w.Name}},
				"taints":  []fields{{"key": "workload", "value": "ack", "effect": "NoSchedule"}},
				"runtime": "containerd",
			},
			"auto_scaling": fields{"enable": false},
		}
	})
	w.ended(made)
	w.describe(made["nodepool_id"])
}

func (w *walk) scaleNodePool() {
	id := w.poolID()
	one := func(change func(*rest)) func(*rest) {
		return func(call *rest) {
			call.parts["NodepoolId"] = id
			if change != nil {
				change(call)
			}
		}
	}
	w.ended(w.cs("ScaleClusterNodePool", "POST", onePool, one(func(call *rest) { call.body = fields{"count": 2} })))
	w.describe(id)
	w.ended(w.cs("ModifyClusterNodePool", "PUT", onePool, one(func(call *rest) {
		call.body = fields{"scaling_group": fields{"desired_size": 2}, "kubernetes_config": fields{"labels": []fields{{"key": "made-by", "value": w.Name}, {"key": "scaled", "value": "true"}}}}
	})))
	nodes := w.describe(id)
	list, _ := nodes["nodes"].([]any)
	instance := ""
	if len(list) > 0 {
		node, _ := list[0].(map[string]any)
		instance, _ = node["instance_id"].(string)
	}
	w.ended(w.cs("RemoveNodePoolNodes", "DELETE", onePool+"/nodes", one(func(call *rest) {
		call.query = map[string]string{"instance_ids": `["` + instance + `"]`, "drain_node": "true", "release_node": "true"}
	})))
	w.describe(id)
}

func (w *walk) deleteNodePool() {
	id := w.poolID()
	w.ended(w.cs("DeleteClusterNodepool", "DELETE", onePool, func(call *rest) {
		call.parts["NodepoolId"] = id
		call.query = map[string]string{"force": "true"}
	}))
	w.ended(w.cs("UnInstallClusterAddons", "POST", "/clusters/[ClusterId]/components/uninstall", func(call *rest) { call.body = []fields{{"name": w.Addon}} }))
	w.cs("DescribeClusterTasks", "GET", "/clusters/[ClusterId]/tasks", func(call *rest) { call.query = map[string]string{"page_size": "50"} })
	w.cs("DescribeClusterNodePools", "GET", pools, nil)
}

// poolID finds the pool by its name, as there is no other way after a restart.
func (w *walk) poolID() string {
	list := w.cs("DescribeClusterNodePools", "GET", pools, nil)
	entries, _ := list["nodepools"].([]any)
	for _, entry := range entries {
		pool, _ := entry.(map[string]any)
		info, _ := pool["nodepool_info"].(map[string]any)
		if info["name"] == w.Name {
			id, _ := info["nodepool_id"].(string)
			return id
		}
	}
	return ""
}

func (w *walk) describe(pool any) map[string]any {
	id, _ := pool.(string)
	w.cs("DescribeClusterNodePoolDetail", "GET", onePool, func(call *rest) { call.parts["NodepoolId"] = id })
	return w.cs("DescribeClusterNodes", "GET", "/clusters/[ClusterId]/nodes", func(call *rest) {
		call.query = map[string]string{"nodepool_id": id, "state": "all", "pageNumber": "1", "pageSize": "50"}
	})
}
