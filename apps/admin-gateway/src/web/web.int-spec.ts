import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewaySystem, startReplica } from '../test-system.fixture-spec.js';

const PAGE = '<head><meta name="style-nonce" content=""><title>Countersign</title></head>';
const SCRIPT = 'console.log("a script that is long enough to be compressed")';

function aBuiltUi(page = PAGE): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-web-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), page);
  writeFileSync(join(folder, 'secret.txt'), 'not an asset');
  writeFileSync(join(folder, 'assets', 'main-1.js'), SCRIPT);
  writeFileSync(join(folder, 'assets', 'main-1.js.br'), brotliCompressSync(SCRIPT));
  return folder;
}

describe('the web UI', () => {
  let system: GatewaySystem;
  let origin: string;

  beforeAll(async () => {
    system = await GatewaySystem.start({ webRoot: aBuiltUi() });
    origin = system.config.http.publicUrl.origin;
  });
  afterAll(() => system.stop());

  it('is the same page at each of its paths, with a policy that lets nothing foreign or inline in', async () => {
    const nonces = new Set<string>();
    for (const path of ['/', '/approvals/01a2', '/settings/tokens?x=1']) {
      const response = await fetch(`${origin}${path}`);
      const [, nonce = ''] = /name="style-nonce" content="([\w-]{22})"/.exec(await response.text()) ?? [];
      nonces.add(nonce);
      const policy = response.headers.get('content-security-policy') ?? '';
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    }
    expect(nonces.size).toBe(3);
  });

  it('leaves what is missing elsewhere missing, with a problem and no page', async () => {
    for (const path of ['/api/v1/nothing', '/assets/nothing.js', '/favicon.ico', '/oauth/nothing', '/health/x']) {
      const response = await fetch(`${origin}${path}`);
      expect([path, response.status, response.headers.get('content-type')]).toEqual([
        path,
        404,
        expect.stringContaining('problem+json'),
      ]);
    }
  });

  it('has its files compressed, and kept for ever', async () => {
    const response = await fetch(`${origin}/assets/main-1.js`, { headers: { 'accept-encoding': 'gzip, br' } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': expect.stringContaining('javascript'),
      'content-encoding': 'br',
      vary: 'accept-encoding',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
    expect(await response.text()).toBe(SCRIPT);
    const plain = await fetch(`${origin}/assets/main-1.js`, { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), await plain.text()]).toEqual([null, SCRIPT]);
  });

  it('gives nothing that lies outside of its files', async () => {
    for (const name of ['..%2fsecret.txt', '%2e%2e%2fsecret.txt', '..%5csecret.txt', '.', 'main-1.js%00']) {
      const response = await fetch(`${origin}/assets/${name}`);
      expect(await response.text()).not.toContain('not an asset');
      expect(response.status).toBeGreaterThanOrEqual(400);
    }
  });

  it('is refused at the start where its folder holds another page', async () => {
    const webRoot = aBuiltUi('<p>Something else</p>');
    await expect(startReplica({ ...system.config, webRoot })).rejects.toThrow('WEB_ROOT');
  });
});
