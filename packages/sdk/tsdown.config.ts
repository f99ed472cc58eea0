import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    hook: 'src/hook.ts',
    'es-module-loader': 'src/es-module-loader.ts',
    instrument: 'src/instrument.ts',
    lambda: 'src/lambda.ts',
    otel: 'src/otel.ts',
    esbuild: 'src/bundler/esbuild.ts',
    rollup: 'src/bundler/rollup.ts',
    vite: 'src/bundler/vite.ts',
    webpack: 'src/bundler/webpack.ts',
    'webpack-entry': 'src/bundler/webpack-entry.ts',
    'webpack-loader': 'src/bundler/webpack-loader.ts',
  },
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20.19',
  tsconfig: '../../tsconfig.json',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  // Left to itself, the bundler's own helpers land in the hook, and whatever needs them would install it.
  outputOptions: { codeSplitting: { groups: [{ name: 'runtime', test: /rolldown[\\/]runtime/ }] } },
  deps: { alwaysBundle: [/^@outcrop\//] },
  dts: { eager: true },
  // The package is in two formats, and apps that are deployed as functions pay for each kilobyte.
  minify: true,
  clean: true,
});
