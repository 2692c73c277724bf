import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const client = (path) => fileURLToPath(new URL(`../client/src/${path}`, import.meta.url));

export default defineConfig({
  base: '/store/',
  plugins: [react()],
  // The client's sources, so that the shop needs no build of it first.
  resolve: {
    alias: [
      { find: '@pannier/client/react', replacement: client('react.ts') },
      { find: '@pannier/client', replacement: client('index.ts') },
    ],
  },
  build: { outDir: '../target/webroot/store', emptyOutDir: true },
  // "npm run dev" beside a running demo.
  server: {
    proxy: {
      '/store/api': 'http://localhost:8080',
      '/v1': { target: 'http://localhost:8080', ws: true },
    },
  },
});
