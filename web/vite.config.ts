/// <reference types="vitest/config" />
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where the development server finds a hub; the built page always asks the one that it came from.
const hub = 'http://127.0.0.1:4253';

export default defineConfig({
  plugins: [react(), tailwind()],
  build: {
    outDir: '../src/Hale.Server/wwwroot',
    emptyOutDir: true,
    manifest: true,
    // Nothing is inlined as data: the Content-Security-Policy allows fonts and styles from the hub only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': hub,
      '/health': hub,
      '/openapi': hub,
      '/ws': { target: hub, ws: true },
    },
  },
  test: { include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true },
});
