import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const serverUrl = process.env['OUTCROP_API_URL'] ?? 'http://127.0.0.1:4310';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['outcrop-source', ...defaultClientConditions] },
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The page's Content-Security-Policy allows no data: addresses but for images.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/api': serverUrl } },
});
