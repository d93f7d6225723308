// The least that a hop on Node can be: every request passed on as it is, nothing read. `node floor-dispatch.ts PORT URL`
import { createServer, type IncomingHttpHeaders } from 'node:http';
import process from 'node:process';
import { Pool } from 'undici';

/** What belongs to one connection; undici writes its own. */
const OF_ONE_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'host'];

const [port, upstream = ''] = process.argv.slice(2);
const pool = new Pool(new URL(upstream).origin, { connections: 64, keepAliveTimeout: 60_000 });

function passedOn(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_ONE_HOP.includes(name)));
}

const server = createServer({ keepAliveTimeout: 65_000 }, (request, response) => {
  const { method = 'GET', url = '/', headers } = request;
  const body = method === 'POST' ? request : null;
  pool.dispatch(
    { method, path: url, headers: passedOn(headers), body },
    {
      onRequestStart: () => undefined,
      onResponseStart: (_controller, status, head) => void response.writeHead(status, passedOn(head)),
      onResponseData: (_controller, chunk) => void response.write(chunk),
      onResponseEnd: () => void response.end(),
      onResponseError: () => void response.destroy(),
    },
  );
});
server.listen(Number(port), '127.0.0.1');
