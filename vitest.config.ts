import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['outcrop-source'] },
  ssr: { resolve: { conditions: ['outcrop-source', 'node', 'import', 'default'] } },
  test: {
    include: [
      'packages/**/*.test.ts',
      'apps/**/*.test.{ts,tsx}',
      'bench/**/*.test.ts',
      'examples/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
