#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  process.stderr.write('countersign: not built yet; `npm start` builds it, or: npm run build\n');
  process.exit(1);
}
await import(entry.href);
