import { isJsonObject, readPath, type JsonObject } from './json.ts';

/** Writes a workload's `.spec.selector` as the query parameter `labelSelector` takes it. */
export const renderLabelSelector = (workload: JsonObject): string => {
  const labels = readPath(workload, ['spec', 'selector', 'matchLabels']);
  const expressions = readPath(workload, ['spec', 'selector', 'matchExpressions']);
  return [
    ...Object.entries(isJsonObject(labels) ? labels : {}).map(([key, value]) => `${key}=${String(value)}`),
    ...(Array.isArray(expressions) ? (expressions as unknown[]) : []).filter(isJsonObject).map(renderExpression),
  ].join(',');
};

const renderExpression = (expression: JsonObject): string => {
  const key = String(expression['key']);
  const values = Array.isArray(expression['values']) ? expression['values'].map(String).join(',') : '';
  switch (expression['operator']) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    default:
      return `!${key}`;
  }
};
