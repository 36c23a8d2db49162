import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// "npm run dev" serves the pages with hot reload beside a host that listens on 5080.
export default defineConfig({
  plugins: [react()],
  build: {
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    chunkSizeWarningLimit: 2000,
  },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'] },
  server: { proxy: { '/api': 'http://127.0.0.1:5080', '/demo': 'http://127.0.0.1:5080' } },
});
