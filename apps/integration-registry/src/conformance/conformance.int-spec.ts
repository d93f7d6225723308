import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { freePort, startProcess } from '@countersign/testing';
import { Logger } from '@nestjs/common';
import { type ConnectorTask, runConnector } from './connector.fixture-spec.js';

const SUITE = createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/dist/index.js');
const EXPECTED_FAILURES = path.join(import.meta.dirname, 'expected-failures.yml');
/** All scenarios run at the same time, so that one may wait for the others. */
const SCENARIO_MS_MAX = 90_000;

/** What the suite runs for each scenario: hands it to this process, which has the service's code loaded already. */
const RELAY = `
  const { MCP_CONFORMANCE_SCENARIO: scenario, MCP_CONFORMANCE_CONTEXT: context = '{}', CONNECTOR_URL } = process.env;
  const task = { serverUrl: process.argv.at(-1), scenario, context: JSON.parse(context) };
  const response = await fetch(CONNECTOR_URL, { method: 'POST', body: JSON.stringify(task) });
  console.log(await response.text());
  process.exitCode = response.ok ? 0 : 1;
`;

async function serveConnector(): Promise<{ readonly url: string; stop(): void }> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const done = json(request).then((task) => runConnector(task as ConnectorTask));
    done.then(
      ({ protocolVersion, tools }) => response.end(`${protocolVersion}: ${tools.length} tools`),
      (error: Error) => response.writeHead(500).end(error.stack),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}/`, stop: () => server.close() };
}

it(
  'conforms to the revision 2026-07-28 as a client, but for what the list of expected failures gives a reason for',
  async () => {
    Logger.overrideLogger(false);
    const connector = await serveConnector();
    const results = await mkdtemp(path.join(tmpdir(), 'conformance-'));
    const relay = `data:text/javascript;base64,${Buffer.from(RELAY).toString('base64')}`;
    const command = `${process.execPath} --input-type=module -e "await import('${relay}')" --`;
    const options = ['--command', command, '--expected-failures', EXPECTED_FAILURES, '-o', results];
    const suite = await startProcess({
      command: process.execPath,
      args: [SUITE, 'client', '--requirements', '2026-07-28', '--timeout', `${SCENARIO_MS_MAX}`, ...options],
      env: { NODE_OPTIONS: '', CONNECTOR_URL: connector.url },
    });
    const { code } = await suite.exited;
    connector.stop();
    await rm(results, { recursive: true });
    const summary = suite.logs().split('=== SUITE SUMMARY ===').at(-1);
    expect([code, code === 0 ? '' : summary]).toEqual([0, '']);
    expect(summary).toContain('✓ auth/scope-step-up');
  },
  2 * SCENARIO_MS_MAX,
);
