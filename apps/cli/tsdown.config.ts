import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/main.ts'],
  format: ['esm'],
  platform: 'node',
  target: 'node20.19',
  tsconfig: '../../tsconfig.json',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  deps: { alwaysBundle: [/^@outcrop\//] },
  dts: false,
  clean: true,
});
