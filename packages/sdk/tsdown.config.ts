import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { minify } from 'terser';
import { defineConfig, type UserConfig } from 'tsdown';

const shared: UserConfig = {
  platform: 'node',
  target: 'node20.19',
  tsconfig: '../../tsconfig.json',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  outputOptions: {
    codeSplitting: {
      groups: [
        // Left to itself, the bundler's own helpers land in the hook, and whatever needs them would install it.
        { name: 'runtime', test: /rolldown[\\/]runtime/ },
        { name: 'build-tools', test: /src[\\/]bundler[\\/].*(?<!\.d)\.ts$/, minShareCount: 2 },
        // Node takes about a millisecond to load one more ES module, however small.
        { name: 'core', test: /(?<!\.d)\.ts$/, minShareCount: 2 },
      ],
    },
  },
  deps: { alwaysBundle: [/^@outcrop\//] },
  // Apps that are deployed as functions pay for each kilobyte: the bundler's own minifier leaves one in fifty.
  minify: true,
  plugins: [{ name: 'terser', renderChunk: (code, { fileName }) => minifyChunk(code, fileName) }],
  clean: true,
};

/** What apps load, perhaps in a bundle of their own. */
const appEntries = {
  index: 'src/index.ts',
  hook: 'src/hook.ts',
  'es-module-loader': 'src/es-module-loader.ts',
  instrument: 'src/instrument.ts',
  lambda: 'src/lambda.ts',
  otel: 'src/otel.ts',
  'webpack-entry': 'src/bundler/webpack-entry.ts',
};

/** What build tools load: Node alone, which imports CommonJS by its names. */
const toolEntries = {
  esbuild: 'src/bundler/esbuild.ts',
  rollup: 'src/bundler/rollup.ts',
  vite: 'src/bundler/vite.ts',
  next: 'src/bundler/next.ts',
  webpack: 'src/bundler/webpack.ts',
  'webpack-loader': 'src/bundler/webpack-loader.ts',
};

export default defineConfig([
  { ...shared, entry: appEntries, format: 'esm', dts: false, hooks: { 'build:done': writeModuleTypes } },
  {
    ...shared,
    entry: { ...appEntries, ...toolEntries },
    format: 'cjs',
    dts: { eager: true, compilerOptions: { stripInternal: true } },
  },
]);

async function minifyChunk(code: string, fileName: string): Promise<string | null> {
  if (fileName.endsWith('ts')) return null;
  const result = await minify(code, {
    module: fileName.endsWith('.mjs'),
    ecma: 2020,
    toplevel: true,
    // Arrows where nothing is constructed: none of our function expressions is.
    compress: { passes: 3, unsafe_arrows: true },
  });
  return result.code ?? null;
}

/** The types of an ES module are those of its CommonJS twin; a second copy of them would say the same. */
function writeModuleTypes({ options }: { options: { outDir: string } }): void {
  for (const name of Object.keys(appEntries)) {
    writeFileSync(path.join(options.outDir, `${name}.d.mts`), `export * from './${name}.cjs';\n`);
  }
}
