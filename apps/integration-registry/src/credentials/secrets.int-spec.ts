import { describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  listIntegrations,
  resolveUpstream,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { openSealed, UnsealError } from '@countersign/tokens';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();
const CANARY = 'canary-5ad1e7';
const HEADERS = [
  { name: 'Authorization', value: `Bearer ${CANARY}` },
  { name: 'X-Key', value: CANARY },
];
const honest = legacyMcp(() => ({ tools: [aTool('a')] }));

describe('static headers', () => {
  it('reach the server and the router, and nobody else', async () => {
    const server = await suite.serve(honest);
    const view = await suite.register({ serverUrl: server.url, headers: HEADERS });
    expect(server.received[0]?.headers).toMatchObject({ authorization: `Bearer ${CANARY}`, 'x-key': CANARY });
    expect(view.headers.map(({ name }) => name)).toEqual(['Authorization', 'X-Key']);

    const { workspaceId, id: integrationId } = view;
    const request = { workspaceId, integrationId, actor: EDITOR };
    const upstream = await suite.router.ask(resolveUpstream, request);
    expect(upstream).toMatchObject({ integrationId, serverUrl: server.url, era: 'legacy', timeoutMs: 60_000 });
    const key = suite.registry.routerKeys.privateKeyPem;
    const open = (revision: number) =>
      openSealed(key, upstream.sealedHeaders ?? '', `upstream-headers:${workspaceId}:${integrationId}:${revision}`);
    expect(JSON.parse(open(1).toString())).toEqual({ Authorization: `Bearer ${CANARY}`, 'X-Key': CANARY });
    expect(() => open(2)).toThrow(UnsealError);

    // A server that throws back what it was sent, in every way it can.
    server.behave((received, response) => {
      response.statusMessage = CANARY;
      response.setHeader('www-authenticate', `Bearer error="${CANARY}"`);
      sendJson(response, 500, { jsonrpc: '2.0', id: 1, error: { code: 1, message: received.headers['x-key'] } });
    });
    const answers = [
      view,
      upstream,
      await suite.gateway.ask(verifyIntegration, request),
      await suite.gateway.ask(getIntegration, request),
      await suite.gateway.ask(listIntegrations, request),
      await suite.gateway.ask(updateIntegration, { ...request, headers: HEADERS }).catch((error: Error) => ({
        ...error,
        message: error.message,
      })),
    ];
    expect(JSON.stringify(answers)).not.toContain(CANARY);
    expect(JSON.stringify(await suite.events(workspaceId, 3))).not.toContain(CANARY);
    expect(await suite.registry.dump()).not.toContain(CANARY);
    expect(await suite.registry.dump()).not.toContain(Buffer.from(CANARY).toString('base64').slice(0, 16));
    expect(suite.registry.logs()).toContain('verified');
    expect(suite.registry.logs()).not.toContain(CANARY);
  });

  it('are resolved for the router alone', async () => {
    const server = await suite.serve(honest);
    const { workspaceId, id: integrationId } = await suite.register({ serverUrl: server.url, headers: HEADERS });
    for (const client of [suite.gateway, suite.policy]) {
      const asked = client.ask(resolveUpstream, { workspaceId, integrationId }, { timeoutMs: 1_000 });
      await expect(asked).rejects.toMatchObject({ code: 'bus.refused' });
    }
  });

  it('do not open when their row is another integration’s, or an older one', async () => {
    const server = await suite.serve(honest);
    const one = await suite.register({ serverUrl: server.url, headers: HEADERS });
    const { workspaceId } = one;
    const two = await suite.register({ workspaceId, slug: 'Two', serverUrl: server.url, headers: HEADERS });
    const sealedOf = async (id: string) =>
      (await suite.registry.sql('select sealed from $schema.integration_headers where integration_id = $1', [id]))[0];
    const put = (id: string, row: object | undefined) =>
      suite.registry.sql('update $schema.integration_headers set sealed = $2 where integration_id = $1', [
        id,
        (row as { sealed: string }).sealed,
      ]);
    const older = await sealedOf(one.id);
    const update = { workspaceId, integrationId: one.id, actor: EDITOR, headers: HEADERS };
    await suite.gateway.ask(updateIntegration, update);
    for (const wrong of [older, await sealedOf(two.id)]) {
      await put(one.id, wrong);
      const asked = suite.router.ask(resolveUpstream, { workspaceId, integrationId: one.id });
      await expect(asked).rejects.toMatchObject({ code: 'sealing.cannot_open' });
    }
  });
});
