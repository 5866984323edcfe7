import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (...parts: string[]): string => path.join(import.meta.dirname, ...parts);

/** Packages with native code or WebAssembly of their own, which no bundler carries; everything else is bundled. */
const UNBUNDLED = [
  /^better-sqlite3-multiple-ciphers(\/|$)/u,
  /^sodium-native(\/|$)/u,
  /^@automerge\/automerge(\/|$)/u,
  /^electron$/u,
];

/**
 * Chunks by what changes together: a new version of ours leaves the libraries in the cache. Only what the first screen
 * needs: a library that a later screen brings stays with it.
 */
const INITIAL: '$initial'[] = ['$initial'];
const VENDOR_CHUNKS = [
  // The word to zod travels with zod: whichever chunk makes the first schema, it has been said by then.
  { name: 'policy', test: /strict-policy\.ts$|[\\/]node_modules[\\/]zod[\\/]/u },
  { name: 'react', test: /[\\/]node_modules[\\/](react|react-dom|scheduler)[\\/]/u, tags: INITIAL },
  {
    name: 'controls',
    test: /[\\/]node_modules[\\/](react-aria|react-stately|@internationalized|@react)/u,
    tags: INITIAL,
  },
  { name: 'documents', test: /[\\/]node_modules[\\/](yjs|lib0|y-indexeddb|tweetnacl)[\\/]/u, tags: INITIAL },
  { name: 'libraries', test: /[\\/]node_modules[\\/]/u, tags: INITIAL },
];

export default defineConfig({
  main: {
    build: {
      outDir: at('out', 'main'),
      externalizeDeps: false,
      rolldownOptions: {
        external: UNBUNDLED,
        input: {
          index: at('src', 'main', 'index.ts'),
          peer: at('src', 'peer', 'index.ts'),
          'plugin-thread': at('..', '..', 'packages', 'plugin-host', 'src', 'sandbox', 'thread.ts'),
          'moderation-thread': at('..', '..', 'packages', 'ai', 'src', 'judge', 'thread.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out', 'preload'),
      externalizeDeps: false,
      // A sandboxed preload is loaded as CommonJS: https://www.electronjs.org/docs/latest/tutorial/sandbox
      rolldownOptions: {
        external: ['electron'],
        input: { index: at('src', 'preload', 'index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src', 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: at('out', 'renderer'),
      emptyOutDir: true,
      target: 'es2022',
      // Data addresses are refused for scripts and fonts, and `modulepreload` needs no help in any browser that we run in.
      minify: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: { index: at('src', 'renderer', 'index.html') },
        output: { codeSplitting: { groups: VENDOR_CHUNKS } },
      },
    },
  },
});
