import { isJsonObject, parseJson, type Json } from '../json.ts';
import { reading, writing, type RpcOperations } from '../rpc/rpc-service.ts';
import { pageByToken } from '../rpc/pages.ts';
import type { RpcParameters } from '../rpc/rpc-parameters.ts';
import { ServiceError } from '../service-error.ts';
import { policyKey, type RamState } from './ram-state.ts';

/** The limits that the SDK's documentation gives: tags of a request and of a resource, characters of a key and of a value. */
const limits = { tags: 20, names: 50, key: 128, value: 256 };

/** RAM's operations on the tags of custom policies and roles. Lists come as JSON in one parameter. */
export function tagOperations(ram: RamState): RpcOperations {
  return {
    TagResources: writing(({ parameters }) => {
      const resources = findTagged(ram, parameters);
      const tags = tagsIn(parameters);
      if (tags.size === 0) throw new ServiceError(400, 'MissingParameter', 'The input parameter "Tag" that is mandatory for processing this request is not supplied.');
      for (const { name, tags: own } of resources) {
        // The code is the sandbox's own choice: the vendor's documentation at hand names none.
        if (new Set([...own.keys(), ...tags.keys()]).size > limits.tags) throw new ServiceError(409, 'LimitExceeded.Tag', `The resource ${name} would have more than ${limits.tags} tags.`);
      }
      for (const { tags: own } of resources) for (const [key, value] of tags) own.set(key, value);
      return {};
    }),

    UntagResources: writing(({ parameters }) => {
      const keys = parameters.jsonList('TagKeys') ?? [];
      const isAll = parameters.flag('All');
      for (const { tags } of findTagged(ram, parameters)) for (const key of isAll ? [...tags.keys()] : keys) tags.delete(key);
      return {};
    }),

    ListTagResources: reading(({ parameters }) => {
      const type = parameters.required('ResourceType');
      const wanted = tagsIn(parameters);
      const tagged = findTagged(ram, parameters).flatMap(({ name, tags }) =>
        [...wanted].every(([key, value]) => tags.has(key) && (value === '' || tags.get(key) === value))
          ? [...tags].map(([key, value]) => ({ ResourceName: name, ResourceType: type, TagKey: key, TagValue: value }))
          : [],
      );
      const { items, fields } = pageByToken(parameters, 'PageSize', tagged, { min: 1, max: 100, fallback: 100, outside: 'refuse' });
      return { TagResources: [...items], NextToken: fields['NextToken'] ?? '' };
    }),
  };
}

/** The tags of a request: `[{"Key":"k","Value":"v"}]`. @throws ServiceError `InvalidParameter.Tag` */
export function tagsIn(parameters: RpcParameters): Map<string, string> {
  const text = parameters.text('Tag');
  if (text === undefined) return new Map();
  const list = parseJson(text);
  if (!Array.isArray(list) || list.length > limits.tags) throw new ServiceError(400, 'InvalidParameter.Tag', `Tag must be a list of up to ${limits.tags} tags.`);
  return new Map((list as readonly Json[]).map(pairOf));
}

function pairOf(tag: Json): [key: string, value: string] {
  const [key, value] = isJsonObject(tag) ? [tag['Key'], tag['Value'] ?? ''] : [];
  if (typeof key !== 'string' || typeof value !== 'string' || key === '' || key.length > limits.key || value.length > limits.value) {
    throw new ServiceError(400, 'InvalidParameter.Tag', `A tag is a key of 1 to ${limits.key} characters and a value of up to ${limits.value}.`);
  }
  return [key, value];
}

interface Tagged {
  readonly name: string;
  readonly tags: Map<string, string>;
}

function findTagged(ram: RamState, parameters: RpcParameters): Tagged[] {
  const type = parameters.required('ResourceType');
  const names = parameters.jsonList('ResourceNames') ?? [];
  if (names.length > limits.names) throw new ServiceError(400, 'InvalidParameter.ResourceNames', `ResourceNames must be a list of up to ${limits.names} names.`);
  if (type !== 'policy' && type !== 'role') throw new ServiceError(400, 'InvalidParameter.ResourceType', 'ResourceType must be role or policy.');
  const all: readonly Tagged[] = type === 'role' ? [...ram.roles.values()] : [...ram.policies.values()].filter((policy) => policy.type === 'Custom');
  if (names.length === 0) return [...all];
  return names.map((name) => {
    const found: Tagged | undefined = type === 'role' ? ram.roles.get(name) : ram.policies.get(policyKey('Custom', name));
    if (found === undefined) throw new ServiceError(404, `EntityNotExist.${type === 'role' ? 'Role' : 'Policy'}`, `The ${type} does not exist: ${name}.`);
    return found;
  });
}
