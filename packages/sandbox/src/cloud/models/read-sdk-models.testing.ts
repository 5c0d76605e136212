import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RequestModel, Shape } from './request-model.ts';

/** The SDK package of each service. */
const packages = { ecs: '@alicloud/ecs20140526', vpc: '@alicloud/vpc20160428', ram: '@alicloud/ram20150501', cs: '@alicloud/cs20151215' } as const;

/** A service whose SDK has models. */
export type ModelledService = keyof typeof packages;

/** A model class of an SDK: the names of its fields on the wire, and their types. */
export interface ModelClass {
  readonly name: string;
  names(): Readonly<Record<string, string>>;
  types(): Readonly<Record<string, unknown>>;
  new (map: Readonly<Record<string, unknown>>): { toMap(): Record<string, unknown> };
}

/** What an SDK says about one operation. */
export interface SdkOperation {
  readonly request: RequestModel;
  readonly method: string;
  /** With `*` for each part that is filled in. */
  readonly path: string;
  readonly version: string;
}

type Method = (...parameters: unknown[]) => Promise<unknown>;
interface Captured {
  readonly params: { readonly action: string; readonly method: string; readonly pathname: string; readonly version: string };
  readonly request: { readonly query?: Record<string, string>; readonly body?: unknown };
}

const require = createRequire(import.meta.url);

/** The classes of a service's SDK by name. */
export function sdkClasses(service: ModelledService): Readonly<Record<string, ModelClass>> {
  return require(packages[service]) as Record<string, ModelClass>;
}

/** The version of a service's SDK that is installed, as `@alicloud/NAME VERSION`. */
export function sdkVersion(service: ModelledService): string {
  return `${packages[service]} ${(require(`${packages[service]}/package.json`) as { version: string }).version}`;
}

/**
 * Reads one operation out of the SDK: a request with every field filled goes through the SDK's own client, and what the client would send
 * tells which field travels in the query and which in the body. Names and types are those of the model classes; required is what the
 * SDK's documentation of the field says so.
 *
 * @throws TypeError where the SDK has no such operation.
 */
export async function readSdkOperation(service: ModelledService, operation: string): Promise<SdkOperation> {
  const classes = sdkClasses(service);
  const model = classes[`${operation}Request`];
  const captured = await capture(service, operation, model === undefined ? undefined : new model(fill(model)));
  const { query = {}, body } = captured.request;
  const fields = model === undefined ? {} : shapeOf(service, model);
  const inQuery = new Map(Object.keys(query).map((key) => [key.split('.')[0] ?? key, key]));
  const queryShape = Object.entries(fields).flatMap(([name, shape]): [string, Shape][] => {
    const wire = inQuery.get(bare(name));
    if (wire === undefined) return [];
    // A list or an object under its plain name is JSON in a string.
    return [[name, wire === bare(name) && typeof shape === 'object' ? 'json' : shape]];
  });
  const rest = Object.entries(fields).filter(([name]) => !inQuery.has(bare(name)));
  // The whole body may be one field, as the list of add-ons is.
  const whole = Array.isArray(body) ? rest.find(([, shape]) => Array.isArray(shape))?.[1] : undefined;
  const bodyNames = body === undefined || body === null || Array.isArray(body) ? [] : Object.keys(body);
  const bodyShape = whole ?? Object.fromEntries(rest.filter(([name]) => bodyNames.includes(bare(name))));
  return {
    request: { query: Object.fromEntries(queryShape), ...(whole !== undefined || bodyNames.length > 0 ? { body: bodyShape } : {}) },
    method: captured.params.method,
    path: decodeURIComponent(captured.params.pathname),
    version: captured.params.version,
  };
}

async function capture(service: ModelledService, operation: string, request: unknown): Promise<Captured> {
  const Client = (require(packages[service]) as { default: new (config: object) => Record<string, unknown> }).default;
  const client = new Client({ endpoint: '127.0.0.1:1', protocol: 'http', regionId: 'cn-hangzhou', accessKeyId: 'id', accessKeySecret: 'secret' });
  const method = client[`${operation[0]?.toLowerCase()}${operation.slice(1)}WithOptions`] as Method | undefined;
  if (method === undefined) throw new TypeError(`${packages[service]} has no operation ${operation}.`);
  let captured: Captured | undefined;
  client['callApi'] = (params: Captured['params'], sent: Captured['request']) => {
    captured = { params, request: sent };
    return Promise.resolve({ body: {}, headers: {}, statusCode: 200 });
  };
  const parameters = /\(([^)]*)\)/.exec(method.toString())?.[1]?.split(',').map((name) => name.trim()) ?? [];
  const given = parameters.map((name) => (name === 'request' || name === 'tmpReq' ? request : name === 'headers' || name === 'runtime' ? {} : '*'));
  // The answer is empty, and some answers don't parse then: the request is all that matters here.
  await method.apply(client, given).catch(() => undefined);
  if (captured === undefined) throw new TypeError(`${operation} of ${packages[service]} sent nothing.`);
  return captured;
}

/** A request with one value in every field, by the SDK's own names. */
export function fill(model: ModelClass): Record<string, unknown> {
  return Object.fromEntries(Object.entries(model.types()).map(([field, type]) => [field, valueOf(type)]));
}

function valueOf(type: unknown): unknown {
  if (type === 'number') return 1;
  if (type === 'boolean') return true;
  if (typeof type === 'string') return 'x';
  if (isModel(type)) return fill(type);
  const { type: kind, itemType } = type as { type?: string; itemType?: unknown };
  return kind === 'array' ? [valueOf(itemType)] : { key: 'x' };
}

/** The fields of a model by their names on the wire, with `!` behind those that are required. */
function shapeOf(service: ModelledService, model: ModelClass): Readonly<Record<string, Shape>> {
  const required = requiredFields(service, model.name);
  const types = model.types();
  return Object.fromEntries(Object.entries(model.names()).map(([field, wire]) => [`${wire}${required.has(field) ? '!' : ''}`, shapeOfType(service, types[field])]));
}

/** The shape of a type as the models give it. */
export function shapeOfType(service: ModelledService, type: unknown): Shape {
  if (type === 'string' || type === 'number' || type === 'boolean') return type;
  if (isModel(type)) return shapeOf(service, type);
  const { type: kind, itemType, valueType } = (type ?? {}) as { type?: string; itemType?: unknown; valueType?: unknown };
  if (kind === 'array') return [shapeOfType(service, itemType)];
  if (kind === 'map') return { '*': shapeOfType(service, valueType) };
  return 'any';
}

/** Whether this is a model class. */
export function isModel(type: unknown): type is ModelClass {
  return typeof type === 'function' && typeof (type as { types?: unknown }).types === 'function';
}

/** The fields of which the SDK's documentation says that they are required. */
function requiredFields(service: ModelledService, className: string): ReadonlySet<string> {
  return new Set([...documentation(service, className)].filter(([, text]) => text.includes('This parameter is required.')).map(([field]) => field));
}

/** What the SDK's declarations say about each field of a class, as one line of text; a field without a comment is left out. */
export function documentation(service: ModelledService, className: string): ReadonlyMap<string, string> {
  const declaration = declarations(service, className);
  const start = declaration.indexOf(`class ${className} extends`);
  const end = declaration.indexOf('\nexport declare class', start + 1);
  const text = start < 0 ? '' : declaration.slice(start, end < 0 ? undefined : end);
  const fields = [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\?:/g)];
  return new Map(fields.map(([, comment = '', field = '']) => [field, comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim()).filter((line) => line !== '').join(' ')]));
}

/** The declarations that hold a class: in the file of its name, or in that of the class of which it is a part. */
function declarations(service: ModelledService, className: string): string {
  const folder = join(dirname(require.resolve(packages[service])), 'models');
  // The files of VPC spell VSwitch as Vswitch.
  const isOwner = (file: string): boolean => file.endsWith('.d.ts') && className.toLowerCase().startsWith(file.slice(0, -'.d.ts'.length).toLowerCase());
  const [file] = readdirSync(folder).filter(isOwner).sort((a, b) => b.length - a.length);
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  if (!text.includes(`class ${className} extends`)) throw new TypeError(`${packages[service]} declares no ${className}.`);
  return text;
}

function bare(name: string): string {
  return name.replace(/!$/, '');
}
