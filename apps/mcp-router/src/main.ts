import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';

/**
 * What of a call that is under way outlives two collections of the young generation is dead soon after, and counts until the
 * old one is collected: by V8's own rule when that is three to four times as large as what lives. At 1,000 calls a second
 * that was 100 MB of garbage. A limit for the heap would bound it too, and end the process where a large installation lives.
 */
setFlagsFromString('--heap-growing-percent=30');

/**
 * Whoever imports `node:http` from an ES module reads all that it exports, and three of these load the `fetch` that is built
 * into Node: 760 KB of source that nothing here uses, for servers are called through the package. Whoever does use the global
 * `fetch` still gets it.
 */
const http = createRequire(import.meta.url)('node:http') as object;
for (const name of ['WebSocket', 'CloseEvent', 'MessageEvent']) Reflect.deleteProperty(http, name);

// Not above: everything that a module imports is there before its first line runs.
await import('./start.js');
