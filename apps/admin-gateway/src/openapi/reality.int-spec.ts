import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { parseAllowList } from '@countersign/egress';
import { AuthorizationServer, freePort, OWN_CLIENT } from '@countersign/testing';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import { realityCases, RealityWorld } from './reality-cases.fixture-spec.js';
import { answerEverything } from './reality-neighbours.fixture-spec.js';

interface Operation {
  readonly operationId: string;
  readonly responses: object;
}

interface Place {
  readonly method: string;
  readonly template: string;
  /** Of a success. */
  readonly status: number;
}

/** The test client refuses every answer that is not as its operation says, of this file and all others. */
describe('the API document, against reality', () => {
  let provider: AuthorizationServer;
  let system: GatewaySystem;
  let admin: HttpClient;
  let places: ReadonlyMap<string, Place>;

  beforeAll(async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    provider = await AuthorizationServer.start({ redirectUri: `${origin}/auth/oidc/callback` });
    const { issuer } = provider;
    const http = { host: '127.0.0.1', port, publicUrl: new URL(origin), allowedHosts: [`127.0.0.1:${port}`] };
    const oidc = {
      ...{ issuer, clientId: String(OWN_CLIENT.client_id), clientSecret: String(OWN_CLIENT.client_secret) },
      ...{ scope: 'openid email', label: 'Example', emailDomains: [], newPeopleRole: null, groupsClaim: 'groups' },
      ...{ roleByGroup: new Map(), allow: parseAllowList(`127.0.0.1 ports=${new URL(issuer).port} http`) },
    };
    system = await GatewaySystem.start({ http, oidc });
    answerEverything(system.neighbours);
    admin = await system.signIn();
    places = await placesOf(system.anonymous);
  });
  afterAll(async () => {
    await system.stop();
    await provider.stop();
  });

  const cases = realityCases(
    new RealityWorld(
      () => system,
      () => admin,
    ),
  );

  it('has a case here for every operation', () => {
    expect(Object.keys(cases).sort()).toEqual([...places.keys()].sort());
  });

  it.each(Object.entries(cases))('%s answers as it says', async (operationId, prepare) => {
    const { method, template, status } = places.get(operationId) ?? { method: 'get', template: '/', status: 0 };
    const { ids = {}, query = '', body, as = admin } = await prepare();
    const known: Readonly<Record<string, string | number>> = { workspaceId: 'default', ...ids };
    const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(known[name] ?? newId()));
    const answer = await as.send(method.toUpperCase(), query ? `${path}?${query}` : path, { body });
    // The text of a refusal says why.
    expect(answer.status === status ? status : answer.text).toBe(status);
  });
});

async function placesOf(client: HttpClient): Promise<ReadonlyMap<string, Place>> {
  const { body } = await client.get<{ paths: Record<string, Record<string, Operation>> }>('/api/openapi.json');
  return new Map(
    Object.entries(body.paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, { operationId, responses }]) => {
        const success = Object.keys(responses).find((status) => status.startsWith('2'));
        return [operationId, { method, template, status: Number(success) }] as const;
      }),
    ),
  );
}
