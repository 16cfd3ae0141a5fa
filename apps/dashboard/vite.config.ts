import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Everything that is built stands below `/-/assets/`: the rest of the address space belongs to owners. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The render thread fetches its grammars as chunks of their own.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: '-/assets',
    target: 'es2023',
    // Fonts and icons stay files: the pages' policy allows no data: addresses but images.
    assetsInlineLimit: 0,
    // The largest chunks are grammars, each fetched only for a file in its language.
    chunkSizeWarningLimit: 1000,
  },
});
