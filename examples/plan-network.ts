// Which blocks conflict, why, and the nearest legal fix: no cloud, no cluster, no credentials.
import { applyFixes, planNetwork, type NetworkInput } from '@ack-hybrid/cidr-planner';

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

const mended = applyFixes(guide);
console.log(mended.none ? `no legal network: ${mended.why}` : `with ${mended.applied.map((fix) => fix.description).join(', then ')} the plan holds: ${mended.plan.ok}`);
