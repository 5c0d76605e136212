import eslint from '@eslint/js';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const sdks = ['@alicloud/*', '@kubernetes/client-node', 'ali-oss', '@darabonba/*'];
const packages = ['core', 'cidr-planner', 'calico-affinity', 'terway-config', 'init-script-builder', 'nodepool', 'connectivity-check', 'sandbox'];
const stepPackages = packages.filter((name) => name !== 'core' && name !== 'sandbox');

/** Arrows run one way: examples → packages → core. Types of cidr-planner are the one exception. */
const restrictedImports = (name) => ({
  files: [`packages/${name}/src/**/*.ts`],
  ignores: ['**/*.test.ts', '**/*.test-d.ts', '**/*.testing.ts'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: packages.filter((other) => other !== name && (name === 'sandbox' || other !== 'core')).map((other) => `@ack-hybrid/${other}`).filter((other) => other !== '@ack-hybrid/cidr-planner'),
            message: name === 'sandbox' ? 'The sandbox imports no package of ack-hybrid.' : 'Packages import core alone (and types from cidr-planner).',
          },
          { group: ['@ack-hybrid/cidr-planner'], allowTypeImports: name !== 'sandbox' && name !== 'core', message: 'Only types come from cidr-planner.' },
          { group: sdks, allowTypeImports: true, message: 'Importing a package loads no SDK: use `await import()` on first use.' },
        ],
      },
    ],
  },
});

const purePlan = {
  files: ['packages/*/src/plan/**/*.ts'],
  ignores: ['**/*.test.ts', '**/*.test-d.ts'],
  rules: {
    'no-restricted-syntax': ['error', { selector: 'ImportExpression', message: 'src/plan is pure: it loads nothing.' }],
    'no-restricted-globals': ['error', 'fetch', 'process', 'setTimeout', 'setInterval', 'console'],
    'import-x/no-nodejs-modules': 'error',
    'import-x/no-restricted-paths': [
      'error',
      {
        zones: stepPackages.map((name) => ({
          target: `./packages/${name}/src/plan`,
          from: `./packages/${name}/src`,
          except: ['./plan', './errors.ts', './errors'],
          message: 'src/plan imports nothing but src/plan and the errors of its package.',
        })),
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/coverage/**', '**/node_modules/**', '**/*.d.ts', 'scripts/**/*.mjs', 'test/**/*.mjs'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { node: { extensions: ['.ts', '.js'] } } },
    rules: {
      'import-x/no-default-export': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
    },
  },
  { files: ['*.config.ts', 'packages/*/tsup.config.ts'], rules: { 'import-x/no-default-export': 'off', 'no-restricted-exports': 'off' } },
  { files: ['examples/**/*.ts', 'scripts/**/*.ts', 'test/control-plane/command.ts', 'benchmarks/**/*.ts', 'packages/sandbox/src/bin.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.test.ts', '**/*.test-d.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-base-to-string': 'off', '@typescript-eslint/restrict-template-expressions': 'off', '@typescript-eslint/restrict-plus-operands': 'off' },
  },
  ...packages.map(restrictedImports),
  purePlan,
);
