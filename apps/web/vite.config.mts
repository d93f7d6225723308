import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm start` serves the API there; `vite` serves the sources beside it while somebody works on them. */
const GATEWAY = process.env['COUNTERSIGN_URL'] ?? 'http://127.0.0.1:7400';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // Its policy lets the page load files alone, so nothing may be inlined as data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { port: 7390, proxy: { '/api': GATEWAY, '/docs': GATEWAY, '/oauth': GATEWAY } },
});
