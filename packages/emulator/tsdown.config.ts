import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/cli.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'node20.19',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  noExternal: [/^@outcrop\//],
  dts: true,
  minify: false,
  clean: true,
});
