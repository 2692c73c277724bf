import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fakeServer } from './test/fake/plugin.ts';

export default defineConfig(({ mode }) => ({
  base: '/console/',
  plugins: mode === 'fake' ? [react(), fakeServer()] : [react()],
  build: {
    outDir: '../target/webroot/console',
    emptyOutDir: true,
    // A page asks for what it needs; small pieces in the code would be data: addresses, which the page policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'pieces.json',
    chunkSizeWarningLimit: 700,
  },
  // "npm run dev" beside a running demo; "npm run fake" needs none.
  server: { proxy: mode === 'fake' ? {} : { '/admin/api': 'http://localhost:8080' } },
}));
