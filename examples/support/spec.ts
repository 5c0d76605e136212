import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InvalidInputError } from '@ack-hybrid/core';
import { parseDocument } from 'yaml';
import { z } from 'zod';

const cidr = z.string().meta({ description: 'A CIDR block such as 10.10.24.0/24; checked strictly by the network plan.' });
const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item, z.array(item).min(1)]);
const label = z.record(z.string(), z.string());

/** The description of a hybrid cluster: what examples/specs/*.yaml hold. */
export const hybridSpec = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens, 40 at most').meta({ description: 'Marks what belongs to this hybrid cluster.' }),
  region: z.string().regex(/^[a-z]{2,}-[a-z0-9-]+$/, 'is not the form of a region id such as cn-hangzhou'),
  clusterId: z.string().regex(/^c[0-9a-z]{32}$/, 'is not the form of a cluster id: c and 32 letters or digits').meta({ description: 'The registered cluster.' }),
  endpoints: z.partialRecord(z.enum(['cs', 'ecs', 'vpc', 'ram', 'oss', 'cbn']), z.string()).optional().meta({ description: "Endpoints instead of the vendor's own: host, host:port or a URL." }),
  dataCenter: z.strictObject({
    nodeCidr: oneOrMore(cidr),
    podCidr: oneOrMore(cidr),
    serviceCidr: cidr,
    apiServer: z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'must be host:port').meta({ description: 'The API server as the cloud nodes dial it.' }),
  }),
  vpc: z.strictObject({ cidr, secondaryCidrs: z.array(cidr).optional() }),
  vSwitches: z
    .array(z.strictObject({ name: z.string().min(1), zone: z.string().min(1), cidr, role: z.enum(['nodes', 'pods']) }))
    .min(1)
    .meta({ description: 'The vSwitches of the node pool and of the pods; found in the VPC by block and zone.' }),
  waivers: z.array(z.enum(['overlap-data-center-vpc', 'overlap-service-vpc', 'overlap-site-vpc'])).optional(),
  initScript: z.strictObject({
    extend: z.string().meta({ description: "The data centre's own init-node.sh, relative to this file." }),
    bucket: z.string().regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/, 'is not the form of an OSS bucket name'),
    createBucket: z.boolean().default(false),
  }),
  nodePool: z.strictObject({
    name: z.string().min(1).max(63),
    size: z.int().min(0).max(500),
    instanceTypes: z.array(z.string().min(1)).min(1).max(10),
    securityGroupIds: z.array(z.string()).exactOptional(),
    imageType: z.string().default('AliyunLinux3'),
    systemDisk: z.strictObject({ category: z.string().default('cloud_essd'), size: z.int().min(40).default(120) }).prefault({}),
    keyPair: z.string().exactOptional(),
    labels: label.default({}),
  }),
  probeImage: z.string().optional().meta({ description: 'The image of the probe pods; it needs sh, nc, wget and ping.' }),
});

/** A hybrid cluster as its file describes it; `initScript.extend` is an absolute path. */
export type HybridSpec = z.infer<typeof hybridSpec>;

/**
 * Reads a spec, YAML or JSON.
 *
 * @throws {InvalidInputError} for a file that isn't there, text that is no YAML (with line and column), and every bad field (with its path)
 */
export const readSpec = async (path: string): Promise<HybridSpec> => {
  const text = await readText(path, 'spec');
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  const [fault] = document.errors;
  if (fault !== undefined) throw new InvalidInputError({ subject: path, issues: [{ path: '', message: fault.message.split('\n')[0]?.replace(/:$/, '') ?? 'no YAML' }], remediation: 'Mend the YAML there.' });
  const parsed = hybridSpec.safeParse(document.toJS());
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ path: issue.path.map(String).join('.'), message: describe(issue) }));
    throw new InvalidInputError({ subject: path, issues, remediation: 'examples/specs/datacenter.yaml shows every field.' });
  }
  const { initScript } = parsed.data;
  return { ...parsed.data, initScript: { ...initScript, extend: resolve(dirname(path), initScript.extend) } };
};

/**
 * Reads a text file.
 *
 * @throws {InvalidInputError} where it can't be read
 */
export const readText = async (path: string, field: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    const reason = code === 'ENOENT' ? 'no such file' : code === 'EISDIR' ? 'is a folder' : (code ?? 'unreadable');
    throw new InvalidInputError({ issues: [{ path: field, message: `${path}: ${reason}` }], remediation: 'Name a file that can be read.' });
  }
};

const describe = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys') return `unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return issue.message.replace(/^Invalid input: /, '');
};
