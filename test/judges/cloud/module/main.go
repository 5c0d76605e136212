// A second client of the sandbox's cloud, made of the vendor's SDKs for Go. It reads one JSON object from its standard input: where the
// services are, a key, and what to do; and writes one to its standard output: what every call was answered. It judges nothing itself.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

// settings is what the test tells.
type settings struct {
	// Generation is `hmac-sha1` (the SDK behind the vendor's command-line client, typed requests and answers) or `acs3` (today's core).
	Generation string `json:"generation"`
	// Phase is `create`, `scale`, `delete` or `refusals`.
	Phase string `json:"phase"`

	Endpoints       map[string]string `json:"endpoints"`
	AccessKeyID     string            `json:"accessKeyId"`
	AccessKeySecret string            `json:"accessKeySecret"`
	Region          string            `json:"region"`
	ClusterID       string            `json:"clusterId"`
	VpcID           string            `json:"vpcId"`
	Zone            string            `json:"zone"`
	NodeVSwitchID   string            `json:"nodeVSwitchId"`
	SecurityGroupID string            `json:"securityGroupId"`

	// Name is that of everything that is made.
	Name string `json:"name"`
	// CidrBlock is that of the vSwitch that is made.
	CidrBlock string `json:"cidrBlock"`
	// Addon and AddonVersion are what is installed.
	Addon        string `json:"addon"`
	AddonVersion string `json:"addonVersion"`
	// Script is what is put into a bucket.
	Script string `json:"script"`
}

// answer is what one call gave: the body as it came, the SDK's own struct where it has one, or the error as the SDK understood it.
type answer struct {
	Operation string `json:"operation"`
	Body      any    `json:"body,omitempty"`
	Typed     any    `json:"typed,omitempty"`
	Error     *fault `json:"error,omitempty"`
}

// fault is an error as the SDK shows it to its user.
type fault struct {
	Kind      string `json:"kind"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	Message   string `json:"message"`
	RequestID string `json:"requestId"`
	HostID    string `json:"hostId,omitempty"`
	Recommend string `json:"recommend,omitempty"`
	// Detail says that the SDK found the details of a denied access.
	Detail bool `json:"detail,omitempty"`
}

func main() {
	var wanted settings
	if err := json.NewDecoder(os.Stdin).Decode(&wanted); err != nil {
		fail(err)
	}
	report, err := run(wanted)
	if err != nil {
		fail(err)
	}
	if err := json.NewEncoder(os.Stdout).Encode(report); err != nil {
		fail(err)
	}
}

func run(wanted settings) ([]answer, error) {
	var calls caller
	switch wanted.Generation {
	case "hmac-sha1":
		calls = newClassic(wanted)
	case "acs3":
		calls = newToday(wanted)
	default:
		return nil, fmt.Errorf("no generation %q", wanted.Generation)
	}
	walk := &walk{settings: wanted, calls: calls}
	switch wanted.Phase {
	case "create":
		walk.createNetwork()
		walk.createIdentity()
		walk.createObject()
		walk.createNodePool()
		walk.describeNetwork()
	case "scale":
		walk.scaleNodePool()
	case "delete":
		walk.deleteNodePool()
		walk.deleteObject()
		walk.deleteIdentity()
		walk.deleteNetwork()
	case "refusals":
		walk.refusals()
	default:
		return nil, fmt.Errorf("no phase %q", wanted.Phase)
	}
	return walk.report, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
