/** A statement of a bucket policy of OSS. Others' may have more keys, which are kept. */
export interface BucketPolicyStatement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Principal?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
}

/** A bucket policy of OSS, version 1. */
export interface BucketPolicy {
  readonly Version: string;
  readonly Statement: readonly BucketPolicyStatement[];
}

/** What our statement is about. */
export interface ReadAccess {
  readonly bucket: string;
  /** Without a slash at its end. */
  readonly prefix: string;
  readonly vpcId: string;
  /** The account that owns the bucket; `*` by default. */
  readonly accountId?: string | undefined;
}

/**
 * The statement that lets requests out of one VPC, and no others, read what stands under a prefix. A statement for everyone
 * (`*`) with a condition holds for requests without a signature, too, which is how the node asks. Source: the pages
 * "Bucket Policy" and "Common examples of bucket policies" of the vendor's documentation.
 */
export const renderReadStatement = (access: ReadAccess): BucketPolicyStatement => ({
  Effect: 'Allow',
  Action: ['oss:GetObject'],
  Principal: ['*'],
  Resource: [resourceOf(access)],
  Condition: { StringEquals: { 'acs:SourceVpc': [access.vpcId] } },
});

/** Puts our statement into a policy, in the place of an older one of ours; the same object where it is there already. */
export const addReadStatement = (policy: BucketPolicy | undefined, access: ReadAccess): BucketPolicy => {
  const wanted = renderReadStatement(access);
  const statements = policy?.Statement ?? [];
  if (policy !== undefined && statements.filter((statement) => isOurs(statement, access)).length === 1 && statements.some((statement) => isEqual(statement, wanted))) return policy;
  return { ...policy, Version: policy?.Version ?? '1', Statement: [...statements.filter((statement) => !isOurs(statement, access)), wanted] };
};

/** Takes our statement out of a policy; `undefined` where nothing else was in it, the same object where ours isn't. */
export const removeReadStatement = (policy: BucketPolicy | undefined, access: Omit<ReadAccess, 'vpcId'>): BucketPolicy | undefined => {
  if (policy === undefined) return undefined;
  const others = policy.Statement.filter((statement) => !isOurs(statement, access));
  if (others.length === policy.Statement.length) return policy;
  return others.length === 0 ? undefined : { ...policy, Statement: others };
};

const resourceOf = (access: Omit<ReadAccess, 'vpcId'>): string => `acs:oss:*:${access.accountId ?? '*'}:${access.bucket}/${access.prefix}/*`;

// Ours whatever VPC it names: the VPC of a later run may be another one.
const isOurs = (statement: BucketPolicyStatement, access: Omit<ReadAccess, 'vpcId'>): boolean => {
  const condition = statement.Condition as { readonly StringEquals?: { readonly 'acs:SourceVpc'?: unknown } } | undefined;
  const vpc = oneOf(condition?.StringEquals?.['acs:SourceVpc']);
  const [resource] = asList(statement.Resource);
  return typeof vpc === 'string' && typeof resource === 'string' && new RegExp(`^acs:oss:\\*:[^:]*:${escapePattern(`${access.bucket}/${access.prefix}/*`)}$`).test(resource) && isEqual(statement, { ...renderReadStatement({ ...access, vpcId: vpc }), Resource: [resource] });
};

const isEqual = (left: BucketPolicyStatement, right: BucketPolicyStatement): boolean => JSON.stringify(normalize(left)) === JSON.stringify(normalize(right));

// OSS takes one value for a list of one, and any order of keys.
const normalize = ({ Effect, Action, Principal, Resource, Condition, ...rest }: BucketPolicyStatement): unknown => [Effect, asList(Action), asList(Principal), asList(Resource), normalizeCondition(Condition), rest];

const normalizeCondition = (condition: unknown): unknown =>
  Object.entries((condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([operator, keys]) => [operator, Object.entries(keys).map(([key, value]) => [key, asList(value)])]);

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const oneOf = (value: unknown): unknown => (asList(value).length === 1 ? asList(value)[0] : undefined);
const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
