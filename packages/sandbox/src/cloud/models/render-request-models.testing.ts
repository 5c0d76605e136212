import { readSdkOperation, sdkVersion, type ModelledService } from './read-sdk-models.testing.ts';
import type { RequestModel, Shape } from './request-model.ts';

const width = 160;

/** The text of the file that holds a service's request models, from the SDK that is installed. */
export async function renderRequestModels(service: ModelledService, operations: readonly string[]): Promise<string> {
  const entries = await Promise.all([...operations].sort().map(async (operation) => `  ${operation}: ${render(await modelOf(service, operation), 2)},`));
  return [
    `// Written by scripts/write-cloud-models.ts from the model classes of ${sdkVersion(service)}. Don't edit.`,
    `import type { RequestModels } from './request-model.ts';`,
    '',
    `/** What the requests of ${service.toUpperCase()}'s operations may carry. */`,
    `export const ${service}Requests: RequestModels = {`,
    ...entries,
    '};',
    '',
  ].join('\n');
}

async function modelOf(service: ModelledService, operation: string): Promise<RequestModel> {
  return (await readSdkOperation(service, operation)).request;
}

/** A literal on one line where it fits, and otherwise with as many fields a line as fit. */
function render(value: Shape | RequestModel, indent: number): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${render(value[0] as Shape, indent)}]`;
  const pad = ' '.repeat(indent + 2);
  const fields = Object.entries(value as Readonly<Record<string, Shape>>).map(([name, shape]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : quote(name)}: ${render(shape, indent + 2)}`);
  if (fields.length === 0) return '{}';
  const whole = `{ ${fields.join(', ')} }`;
  if (!whole.includes('\n') && whole.length + indent + 30 <= width) return whole;
  const lines: string[] = [];
  for (const field of fields) {
    const last = lines.at(-1);
    if (last !== undefined && !last.includes('\n') && !field.includes('\n') && last.length + field.length + 2 <= width) lines[lines.length - 1] = `${last} ${field},`;
    else lines.push(`${pad}${field},`);
  }
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`;
}

function quote(text: string): string {
  return `'${text}'`;
}
