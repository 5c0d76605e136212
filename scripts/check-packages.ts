// Packs every package and judges the tarballs: publint --strict, attw, then an import and a require of each of them
// in an empty project. Prints one line a check; exits with 1 where one failed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'ack-hybrid-packages-'));
let failed = 0;

const run = (command: string, parameters: readonly string[], cwd: string): string =>
  execFileSync(command, parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const check = (name: string, body: () => void): void => {
  try {
    body();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    const output = error as { readonly stdout?: string; readonly stderr?: string; readonly message?: string };
    console.log(`FAILED  ${name}\n${output.stdout ?? ''}${output.stderr ?? ''}${output.stdout === undefined ? (output.message ?? '') : ''}`);
  }
};

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, unknown>>;
}

/** What a user may import: the package, and the entries of its own beside it. */
const entriesOf = ({ name, exports }: Manifest): readonly string[] =>
  Object.keys(exports)
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));

const packages = readdirSync(join(root, 'packages')).map((folder) => {
  const path = join(root, 'packages', folder);
  return { folder: path, manifest: JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Manifest };
});

try {
  const tarballs = packages.map(({ folder, manifest }) => {
    const [packed] = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', scratch], folder)) as [{ filename: string; files: { path: string }[] }];
    check(`${manifest.name}: the tarball holds dist, README and LICENSE, and no source`, () => {
      const paths = packed.files.map((file) => file.path);
      const missing = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/index.cjs', 'dist/index.d.ts', 'dist/index.d.cts'].filter((path) => !paths.includes(path));
      const strange = paths.filter((path) => path.startsWith('src/'));
      if (missing.length > 0 || strange.length > 0) throw new TypeError(`missing: ${missing.join(', ')}; too many: ${strange.join(', ')}`);
    });
    const tarball = join(scratch, packed.filename);
    check(`${manifest.name}: publint --strict`, () => run('npx', ['publint', 'run', tarball, '--strict'], root));
    check(`${manifest.name}: attw`, () => run('npx', ['attw', tarball, '--profile', 'node16'], root));
    return tarball;
  });

  const project = join(scratch, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  check('an empty project installs the tarballs', () => run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs], project));
  const flow = readFileSync(join(root, 'scripts', 'packed-flow.txt'), 'utf8');
  writeFileSync(join(project, 'flow.mjs'), `const load = (name) => import(name);\n${flow}`);
  writeFileSync(join(project, 'flow.cjs'), `const load = async (name) => require(name);\n${flow}`);
  check('the steps on the sandbox run from the tarballs as ES modules', () => run(process.execPath, ['flow.mjs'], project));
  check('the steps on the sandbox run from the tarballs as CommonJS', () => run(process.execPath, ['flow.cjs'], project));
  for (const entry of packages.flatMap(({ manifest }) => entriesOf(manifest))) {
    check(`${entry}: import`, () => run(process.execPath, ['--input-type=module', '--eval', `const m = await import('${entry}'); if (Object.keys(m).length === 0) process.exit(1);`], project));
    check(`${entry}: require`, () => run(process.execPath, ['--input-type=commonjs', '--eval', `const m = require('${entry}'); if (Object.keys(m).length === 0) process.exit(1);`], project));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
console.log(failed === 0 ? 'packages: all checks passed' : `packages: ${failed} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
