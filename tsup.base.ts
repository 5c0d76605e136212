import { defineConfig, type Options } from 'tsup';

/** The build of every package: ESM, CommonJS and types. ip-cidr is ESM-only, so it is bundled for the CommonJS half, and imported by the other. */
export const packageBuild = (options: Options = {}) =>
  defineConfig({
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: true,
    target: 'node20',
    clean: true,
    sourcemap: true,
    splitting: true,
    noExternal: ['ip-cidr'],
    esbuildOptions: (esbuild, { format }) => {
      if (format === 'esm') esbuild.external = [...(esbuild.external ?? []), 'ip-cidr'];
      // One character beyond Latin-1 makes V8 keep and scan the whole file as two-byte text, which takes longer.
      esbuild.charset = 'ascii';
    },
    ...options,
  });
