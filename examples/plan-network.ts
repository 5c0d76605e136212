// Which blocks conflict, why, and the nearest legal fix: no cloud, no cluster, no credentials.
import { applyNetworkFix, planNetwork, type NetworkInput } from '@ack-hybrid/cidr-planner';

const guide: NetworkInput = {
  dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20' },
  vpc: { cidr: '10.0.0.0/8' },
  vSwitches: [
    { name: 'nodes-i', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', role: 'nodes' },
    { name: 'pods-i', zone: 'cn-hangzhou-i', cidr: '10.10.25.0/24', role: 'pods' },
  ],
};

const plan = planNetwork(guide);
for (const finding of plan.findings) console.log(`${finding.severity}: ${finding.message}\n  ${finding.remediation}`);

const fix = plan.findings.flatMap((finding) => finding.fixes)[0];
if (fix !== undefined) console.log(`with the first fix the plan holds: ${planNetwork(applyNetworkFix(guide, fix)).ok}`);
