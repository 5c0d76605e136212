// Writes the JSON Schema of the spec for editors; with --check it only compares, and exits with 1 where it is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hybridSpec } from './spec.ts';

const path = fileURLToPath(new URL('../specs/hybrid-spec.schema.json', import.meta.url));
const text = `${JSON.stringify({ title: 'A hybrid cluster', ...z.toJSONSchema(hybridSpec, { io: 'input' }) }, null, 2)}\n`;

if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== text) {
    console.error(`${path} is out of date: run npm run schema`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, text);
}
