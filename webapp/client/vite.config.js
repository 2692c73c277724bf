import { defineConfig } from 'vite';

// Two builds: modules for bundlers and Node, and one file for a plain script tag (window.Pannier).
export default defineConfig(({ mode }) =>
  mode === 'script-tag'
    ? {
        build: {
          emptyOutDir: false,
          sourcemap: true,
          lib: {
            entry: 'src/index.ts',
            name: 'Pannier',
            formats: ['iife'],
            fileName: () => 'pannier.iife.js',
          },
        },
      }
    : {
        build: {
          sourcemap: true,
          minify: false,
          lib: {
            entry: { index: 'src/index.ts', react: 'src/react.ts' },
            formats: ['es'],
          },
          rolldownOptions: { external: ['react'] },
        },
      },
);
