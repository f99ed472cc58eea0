import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: ['src/index.ts', 'src/hook.ts', 'src/es-module-loader.ts', 'src/instrument.ts', 'src/otel.ts'],
  format: ['esm', 'cjs'],
  platform: 'node',
  target: 'node20.19',
  tsconfig: '../../tsconfig.json',
  inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
  deps: { alwaysBundle: [/^@outcrop\//] },
  dts: { eager: true },
  clean: true,
});
