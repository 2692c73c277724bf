import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const client = (path) => fileURLToPath(new URL(`client/src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: '@pannier/client/react', replacement: client('react.ts') },
      { find: '@pannier/client', replacement: client('index.ts') },
    ],
  },
  test: {
    include: [
      'client/test/**/*.test.ts',
      'storefront/test/**/*.test.{ts,tsx}',
      'console/test/**/*.test.{ts,tsx}',
    ],
    testTimeout: 20_000,
  },
});
