/** What a schema of an OpenAPI v3 document says, as far as the table of types keeps it. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly 'x-kubernetes-list-type'?: 'atomic' | 'set' | 'map';
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly group: string; readonly version: string; readonly kind: string }[];
}

type Definitions = Readonly<Record<string, Schema>>;

/** The documents that describe the kinds, below `/openapi/v3/`. */
export const typeDocuments = ['api/v1', ...['apps', 'batch', 'policy', 'rbac.authorization.k8s.io', 'apiextensions.k8s.io', 'coordination.k8s.io', 'authorization.k8s.io'].map((group) => `apis/${group}/v1`)];

const groups = ['', 'apps', 'batch', 'policy', 'rbac.authorization.k8s.io', 'apiextensions.k8s.io', 'coordination.k8s.io', 'authorization.k8s.io', 'autoscaling'];
const kinds = [
  'Namespace', 'Node', 'Pod', 'ConfigMap', 'Secret', 'ServiceAccount', 'Service', 'Event', 'DaemonSet', 'Deployment', 'ReplicaSet', 'Job', 'PodDisruptionBudget', 'Role', 'RoleBinding',
  'ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'Lease', 'SelfSubjectAccessReview', 'Eviction', 'Scale', 'Binding', 'DeleteOptions',
];

const scalars: Readonly<Record<string, string>> = {
  string: 's', 'string/byte': 'x', 'string/date-time': 't', 'integer/int32': 'i', 'integer/int64': 'l', 'number/double': 'd', boolean: 'b', 'string/int-or-string': 'o', object: 'j',
};
/** Types that encode themselves: the table names them, it has no line for them. */
const special: Readonly<Record<string, string>> = { Quantity: 'q', IntOrString: 'o', Time: 't', MicroTime: 'u', FieldsV1: 'j', JSON: 'j', JSONSchemaPropsOrBool: 'j', JSONSchemaPropsOrStringArray: 'j', JSONSchemaPropsOrArray: 'j' };

const shortName = (reference: string): string => reference.split('.').at(-1) ?? '';

/**
 * The types of the sandbox's kinds as a real API server's OpenAPI v3 documents describe them, one line a type:
 * `Name field:type …`. The grammar stands at `parseShapes` of the sandbox, which reads these lines.
 *
 * @throws Error where two reachable types share their short name: the table couldn't tell them apart.
 */
export const renderTypes = (documents: readonly { readonly components: { readonly schemas: Definitions } }[]): string[] => {
  const definitions: Definitions = Object.assign({}, ...documents.map(({ components }) => components.schemas)) as Definitions;
  const reached = new Map<string, string>();
  const visit = (name: string): string => {
    const short = shortName(name);
    if (special[short] !== undefined) return special[short];
    const known = reached.get(short);
    if (known === name) return short;
    if (known !== undefined) throw new Error(`two types are named ${short}: ${known} and ${name}`);
    reached.set(short, name);
    const schema = definitions[name] ?? {};
    for (const [field, property] of Object.entries(schema.properties ?? {})) renderField(field, property, schema, visit);
    return short;
  };
  for (const [name, schema] of Object.entries(definitions)) {
    const isWanted = schema['x-kubernetes-group-version-kind']?.some(({ group, version, kind }) => version === 'v1' && groups.includes(group) && kinds.includes(kind));
    if (isWanted === true) visit(name);
  }
  return [...reached].sort(([a], [b]) => (a < b ? -1 : 1)).map(([short, name]) => {
    const schema = definitions[name] ?? {};
    const fields = Object.entries(schema.properties ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([field, property]) => renderField(field, property, schema, visit));
    return [`${short}${schema['x-kubernetes-map-type'] === 'atomic' ? '!' : ''}`, ...fields].join(' ');
  });
};

const renderField = (name: string, schema: Schema, owner: Schema, visit: (name: string) => string): string => {
  const { default: value } = schema;
  const isZero = value === '' || value === 0 || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  const isNullList = (schema.type === 'array' || schema.additionalProperties !== undefined) && owner.required?.includes(name) === true;
  const zero = isZero || isNullList ? '=' : value === undefined ? '' : `=${JSON.stringify(value)}`;
  return `${name}:${renderType(schema, visit)}${zero}`;
};

const renderType = (schema: Schema, visit: (name: string) => string): string => {
  const atomic = schema['x-kubernetes-map-type'] === 'atomic' ? '!' : '';
  const strategy = schema['x-kubernetes-patch-strategy'];
  const retain = strategy?.includes('retainKeys') === true ? '^' : '';
  const replace = strategy === 'replace' ? '~' : '';
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference !== undefined) return `${visit(reference.replace('#/components/schemas/', ''))}${atomic}${retain}${replace}`;
  if (schema.type === 'array') {
    const item = renderType(schema.items ?? {}, visit);
    const keys = schema['x-kubernetes-list-map-keys'];
    const list = schema['x-kubernetes-list-type'] === 'set' ? '{}' : keys === undefined ? '[]' : `[${keys.join('+')}]`;
    const mergeKey = schema['x-kubernetes-patch-merge-key'];
    const merges = strategy?.includes('merge') === true ? `*${mergeKey ?? ''}` : '';
    return `${list}${item}${merges}${retain}${replace}`;
  }
  if (schema.additionalProperties !== undefined) return `<>${renderType(schema.additionalProperties, visit)}${atomic}`;
  return scalars[schema.format === undefined ? (schema.type ?? '') : `${schema.type ?? ''}/${schema.format}`] ?? 'j';
};
