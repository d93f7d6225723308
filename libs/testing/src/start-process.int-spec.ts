import { describe, expect, it } from '@jest/globals';
import { freePort } from './free-port.js';
import { startProcess } from './start-process.js';

const SERVER = `
  const server = require('node:http').createServer((_, response) => response.writeHead(ready ? 200 : 503).end());
  let ready = false;
  server.listen(process.env.PORT, '127.0.0.1', () => console.log('listening'));
  setTimeout(() => (ready = true), 200);`;

describe('startProcess', () => {
  it('waits until the process says it is ready, and ends it by its pid', async () => {
    const port = await freePort();
    const readyUrl = `http://127.0.0.1:${port}/`;
    const process_ = await startProcess({
      command: process.execPath,
      args: ['-e', SERVER],
      env: { PORT: String(port) },
      readyUrl,
    });
    expect((await fetch(readyUrl)).status).toBe(200);
    expect(process_.logs()).toBe('listening\n');
    expect(await process_.stop('SIGKILL')).toEqual({ code: null, signal: 'SIGKILL' });
    await expect(fetch(readyUrl)).rejects.toThrow();
  });

  it('fails with the output of a process that ends before it is ready', async () => {
    const starting = startProcess({
      command: process.execPath,
      args: ['-e', 'console.error("no configuration"); process.exit(3)'],
      readyUrl: `http://127.0.0.1:${await freePort()}/`,
    });
    await expect(starting).rejects.toThrow('no configuration');
  });

  it('fails when there is no such command', async () => {
    await expect(startProcess({ command: 'no-such-command', args: [] })).rejects.toThrow('ENOENT');
  });
});
