// The address map of a network: as text, or with --svg, --markdown or --json in another form; --mended draws it with the nearest fixes.
import { applyFixes, drawNetwork, planNetwork, type NetworkInput } from '@ack-hybrid/cidr-planner';

const guide: NetworkInput = {
  dataCenter: { nodeCidr: '192.168.0.0/24', podCidr: '10.100.0.0/16', serviceCidr: '172.21.0.0/20' },
  vpc: { cidr: '10.0.0.0/8' },
  vSwitches: [
    { name: 'nodes-i', zone: 'cn-hangzhou-i', cidr: '10.10.24.0/24', role: 'nodes' },
    { name: 'pods-i', zone: 'cn-hangzhou-i', cidr: '10.10.25.0/24', role: 'pods' },
  ],
};

const asked = (flag: string): boolean => process.argv.includes(flag);

const fixed = applyFixes(guide);
const input = asked('--mended') && !fixed.none ? fixed.input : guide;
const format = (['svg', 'markdown', 'json'] as const).find((name) => asked(`--${name}`));
const options = format === undefined ? { color: process.stdout.isTTY, width: Math.max(20, process.stdout.columns ?? 100) } : { format };
process.stdout.write(drawNetwork(input, planNetwork(input), options));
