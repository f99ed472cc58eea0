import { defineConfig } from 'tsdown';

export default defineConfig({
  // The worker of the embedded store is a file of its own, loaded by URL from beside the bundle.
  entry: { main: 'src/main.ts', 'sqlite-worker': '@outcrop/trace-store/sqlite-worker' },
  format: ['esm'],
  platform: 'node',
  target: 'node20.19',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  deps: { alwaysBundle: [/^@outcrop\//, 'outcrop'], neverBundle: ['libsql', 'undici', /^@aws-sdk\//] },
  dts: false,
  clean: true,
});
