import { createReadStream, createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** `npm start` serves the API there; `vite` serves the sources beside it while somebody works on them. */
const GATEWAY = process.env['COUNTERSIGN_URL'] ?? 'http://127.0.0.1:7400';

/** Every file once more as `.br` and `.gz`, so that the gateway compresses nothing while it serves. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const folder = join(dir, 'assets');
      const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name));
      await Promise.all(
        names.flatMap((name) => {
          const file = join(folder, name);
          const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 10 } });
          return [
            pipeline(createReadStream(file), brotli, createWriteStream(`${file}.br`)),
            pipeline(createReadStream(file), createGzip({ level: 9 }), createWriteStream(`${file}.gz`)),
          ];
        }),
      );
    },
  };
}

/** What every screen shares comes in three files instead of seventy; charts, diffs and validators stay with the screens that use them. */
const CHUNKS = [
  { name: 'base', test: /node_modules\/(react|react-dom|scheduler|@tanstack|openapi-fetch)\// },
  {
    name: 'kit',
    test: /node_modules\/(@mantine\/(core|hooks|form|notifications|store)|@floating-ui|@tabler|react-remove-scroll|use-sidecar|use-callback-ref|clsx)/,
  },
  { name: 'shared', test: /(apps\/web\/src\/(ui|api|session|live)|libs\/(api-client|tool-name)\/dist)\// },
];

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: 'es2023',
    // The policy of the page lets it load files alone, so nothing may be inlined as data.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: CHUNKS } } },
  },
  server: { port: 7390, proxy: { '/api': GATEWAY, '/docs': GATEWAY, '/oauth': GATEWAY, '/auth': GATEWAY } },
});
