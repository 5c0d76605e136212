package main

import (
	"encoding/json"

	"github.com/containernetworking/cni/pkg/types"
)

// networkConfiguration is 10-terway.conf as plugin/driver/types/types.go declares it: CNI's own network configuration and these fields.
type networkConfiguration struct {
	types.NetConf
	HostVethPrefix         string   `json:"veth_prefix"`
	ENIIPVirtualType       string   `json:"eniip_virtual_type"`
	HostStackCIDRs         []string `json:"host_stack_cidrs"`
	DisableHostPeer        bool     `json:"disable_host_peer"`
	VlanStripType          string   `json:"vlan_strip_type"`
	MTU                    int      `json:"mtu"`
	BandwidthMode          string   `json:"bandwidth_mode"`
	EnableNetworkPriority  bool     `json:"enable_network_priority"`
	Debug                  bool     `json:"debug"`
	SymmetricRoutingConfig *routing `json:"symmetric_routing_config,omitempty"`
}

type routing struct {
	Interface    string `json:"interface,omitempty"`
	Mark         int    `json:"mark,omitempty"`
	Mask         int    `json:"mask,omitempty"`
	TableID      int    `json:"table_id,omitempty"`
	RulePriority int    `json:"rule_priority,omitempty"`
	Comment      string `json:"comment,omitempty"`
	Backend      string `json:"backend,omitempty"`
}

// networkVerdict is what the plugin makes of a 10-terway.conf; it reads it with encoding/json (plugin/terway/cni_linux.go, getCmdArgs).
type networkVerdict struct {
	Reason string                `json:"reason,omitempty"`
	Parsed *networkConfiguration `json:"parsed,omitempty"`
}

func judgeNetwork(text string) networkVerdict {
	var parsed networkConfiguration
	if err := json.Unmarshal([]byte(text), &parsed); err != nil {
		return networkVerdict{Reason: err.Error()}
	}
	if parsed.MTU == 0 {
		parsed.MTU = 1500
	}
	return networkVerdict{Parsed: &parsed}
}
