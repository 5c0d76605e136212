import { isJsonObject, readList, readObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { KubeObject } from '../kube-types.ts';
import { notImplemented } from '../status-error.ts';

/** Parts of a schema that the sandbox does not check objects by. */
const unchecked = ['x-kubernetes-validations', 'allOf', 'anyOf', 'oneOf', 'not', 'x-kubernetes-embedded-resource', 'minItems', 'maxItems', 'uniqueItems', 'multipleOf', 'minProperties', 'maxProperties', 'exclusiveMinimum', 'exclusiveMaximum'];

/**
 * Refuses a CustomResourceDefinition whose objects the sandbox could not treat as a real server does.
 *
 * @throws StatusError 501 that names the first such part.
 */
export function refuseUnsupportedDefinition(definition: KubeObject): void {
  const conversion = readObject(definition, 'spec', 'conversion').strategy ?? 'None';
  if (conversion !== 'None') throw notImplemented(`the conversion ${JSON.stringify(conversion)} of a CustomResourceDefinition`);
  for (const version of readList(definition, 'spec', 'versions')) {
    if (isJsonObject(readObject(version, 'subresources').scale)) throw notImplemented('the subresource scale of a CustomResourceDefinition');
    if (readList(version, 'selectableFields').length > 0) throw notImplemented('selectableFields of a CustomResourceDefinition');
    const part = uncheckedPart(readObject(version, 'schema', 'openAPIV3Schema'));
    if (part !== undefined) throw notImplemented(`${part} in the schema of a CustomResourceDefinition`);
  }
}

function uncheckedPart(schema: JsonObject): string | undefined {
  // An integer or a string may say so a second time, by anyOf.
  const own = unchecked.find((name) => Object.hasOwn(schema, name) && !(schema['x-kubernetes-int-or-string'] === true && (name === 'anyOf' || name === 'allOf')));
  if (own !== undefined) return own;
  const inner = [...Object.values(readObject(schema, 'properties')), schema.items, schema.additionalProperties];
  for (const part of inner) {
    const found = isJsonObject(part) ? uncheckedPart(part) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
