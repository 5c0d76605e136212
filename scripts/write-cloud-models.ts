// Writes what the sandbox knows of the requests of ECS, VPC, RAM and Container Service, from the model classes of the SDKs that are
// installed: `npx tsx scripts/write-cloud-models.ts`. With `--check` it writes nothing and exits with 1 where a file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderRequestModels } from '../packages/sandbox/src/cloud/models/render-request-models.testing.ts';
import { implementedOperations } from '../packages/sandbox/src/cloud/testing/implemented-operations.testing.ts';

const isCheck = process.argv.includes('--check');
const operations = implementedOperations();
let stale = 0;

for (const service of ['ecs', 'vpc', 'ram', 'cs'] as const) {
  const file = fileURLToPath(new URL(`../packages/sandbox/src/cloud/models/${service}-requests.ts`, import.meta.url));
  const text = await renderRequestModels(service, operations[service]);
  if (!isCheck) {
    writeFileSync(file, text);
  } else if (readFileSync(file, 'utf8') !== text) {
    stale += 1;
    console.log(`${file} differs from the SDK's models: run \`npx tsx scripts/write-cloud-models.ts\`.`);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
