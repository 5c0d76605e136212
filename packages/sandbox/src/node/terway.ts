/** What Terway on one node would find when it starts. */
export interface TerwaySurroundings {
  /** Data of the ConfigMap kube-system/eni-config; `undefined` where there is none. */
  readonly eniConfig: Readonly<Record<string, string>> | undefined;
  /** Files of the Secret kube-system/alibaba-addon-secret, decoded and untrimmed. */
  readonly addonSecret: Readonly<Record<string, string>> | undefined;
  readonly zone: string;
  /** The vSwitches of the VPC, with their zones. */
  readonly vswitches: readonly { readonly id: string; readonly zone: string }[];
  securityGroupExists(id: string): boolean;
  mayCall(accessKeyId: string, accessKeySecret: string, action: string): boolean;
}

/** Ready, or why not, in a sentence for the Node's condition. */
export type TerwayVerdict = { readonly ready: true } | { readonly ready: false; readonly message: string };

/** What Terway calls: the list of the vendor's guide, and `ecs:DescribeInstanceTypes`, which the daemon needs for its limits. */
export const terwayActions: readonly string[] = [
  'ecs:CreateNetworkInterface',
  'ecs:DescribeNetworkInterfaces',
  'ecs:AttachNetworkInterface',
  'ecs:DetachNetworkInterface',
  'ecs:DeleteNetworkInterface',
  'ecs:DescribeInstanceAttribute',
  'ecs:AssignPrivateIpAddresses',
  'ecs:UnassignPrivateIpAddresses',
  'ecs:DescribeInstances',
  'ecs:ModifyNetworkInterfaceAttribute',
  'vpc:DescribeVSwitches',
  'ecs:DescribeInstanceTypes',
];

const no = (message: string): TerwayVerdict => ({ ready: false, message });
const asRecord = (value: unknown): Readonly<Record<string, unknown>> => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {});
const asTexts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string' && entry !== '') : []);

/**
 * Whether Terway gets a node's network up with this configuration. As the daemon does, it takes unknown keys in silence, falls
 * back to the node's own vSwitch where the zone is missing and to its security groups where none is named, and takes the files of the
 * addon Secret before the keys of `eni_conf`, without trimming them.
 */
export function judgeTerway(surroundings: TerwaySurroundings): TerwayVerdict {
  const text = surroundings.eniConfig?.['eni_conf'];
  if (text === undefined) return no('terway: ConfigMap kube-system/eni-config has no eni_conf');
  let configuration: Readonly<Record<string, unknown>>;
  try {
    configuration = asRecord(JSON.parse(text));
  } catch {
    // The parser's own message may quote the text, and the text may hold an access key.
    return no('terway: eni_conf of kube-system/eni-config is not JSON');
  }
  const vswitches = asRecord(configuration['vswitches']);
  const groups = [configuration['security_group'], ...asTexts(configuration['security_groups'])].filter((id): id is string => typeof id === 'string' && id !== '');
  if (Object.keys(vswitches).includes('AZoneID') || Object.values(vswitches).flatMap(asTexts).includes('VswitchId')) return no('terway: vswitches of eni_conf still holds the placeholder of the template');
  const unfilled = ['security_group', 'security_groups', 'service_cidr', 'vswitches'].find((key) => JSON.stringify(configuration[key] ?? '').includes('{{'));
  if (unfilled !== undefined) return no(`terway: ${unfilled} of eni_conf still holds a placeholder ({{...}})`);

  if (groups.length > 10) return no(`terway: eni_conf names ${groups.length} security groups; 10 is the limit`);
  const missingGroup = groups.find((id) => !surroundings.securityGroupExists(id));
  if (missingGroup !== undefined) return no(`terway: CreateNetworkInterface: InvalidSecurityGroupId.NotFound: security group ${missingGroup} does not exist`);
  for (const id of asTexts(vswitches[surroundings.zone])) {
    const vswitch = surroundings.vswitches.find((candidate) => candidate.id === id);
    if (vswitch === undefined) return no(`terway: CreateNetworkInterface: InvalidVSwitchId.NotFound: vSwitch ${id} does not exist`);
    if (vswitch.zone !== surroundings.zone) return no(`terway: CreateNetworkInterface: vSwitch ${id} is in ${vswitch.zone}, the node in ${surroundings.zone}`);
  }

  const fromSecret = surroundings.addonSecret;
  const keyId = fromSecret?.['access-key-id'] ?? configuration['access_key'];
  const keySecret = fromSecret?.['access-key-secret'] ?? configuration['access_secret'];
  if (typeof keyId !== 'string' || typeof keySecret !== 'string' || keyId === '' || keySecret === '') {
    return no('terway: no credentials: neither Secret kube-system/alibaba-addon-secret (access-key-id, access-key-secret) nor access_key and access_secret of eni_conf');
  }
  const source = fromSecret?.['access-key-id'] === undefined ? 'eni_conf' : 'Secret alibaba-addon-secret';
  const refused = terwayActions.filter((action) => !surroundings.mayCall(keyId, keySecret, action));
  if (refused.length === terwayActions.length) return no(`terway: the access key of ${source} is not accepted (unknown, inactive, without any permission, or with blanks around it)`);
  if (refused.length > 0) return no(`terway: Forbidden.RAM: the access key of ${source} may not call ${refused.join(', ')}`);
  return { ready: true };
}
