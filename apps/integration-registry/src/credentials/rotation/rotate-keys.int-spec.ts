import { describe, expect, it } from '@jest/globals';
import {
  CheckKeys,
  createLocalKeyWrapper,
  generateKeyEncryptionKey,
  parseKeyEncryptionKeys,
  type SealedSecret,
  sealSecret,
} from '@countersign/tokens';
import type { HeadersKey } from '../header-vault.client.js';
import { AFTER, BEFORE, DURING, NEW, OLD, theSecrets } from './sealed-secrets.fixture-spec.js';

describe('the rotation of keys', () => {
  const secrets = theSecrets();

  it('puts every secret under the current key, so that the old one can go, and touches nothing else', async () => {
    const keys = await secrets.integrations(205);
    const before = await secrets.everything();
    expect(await secrets.run(`${NEW},${OLD}`)).toEqual({
      code: 0,
      lines: ['re-wrapped 205 secrets with the key 2026-11', '205 secrets under the key 2026-11, which is current'],
    });
    const withoutSeals = (rows: object[]) => rows.map((row) => ({ ...row, sealed: null }));
    const after = await secrets.everything();
    expect(withoutSeals(after)).toEqual(withoutSeals(before));
    expect(after).not.toEqual(before);
    for (const key of keys) expect(await secrets.open(AFTER, key)).toBe(key.integrationId);
    expect(await secrets.rotate()).toBe(0);
    expect(await secrets.everything()).toEqual(after);
  });

  it('says which keys are in use, and changes nothing while it does', async () => {
    await secrets.integrations(3);
    await secrets.anIntegration(DURING);
    const before = await secrets.everything();
    expect(await secrets.run(`${NEW},${OLD}`, '--check')).toEqual({
      code: 0,
      lines: ['3 secrets under the key 2026-01', '1 secret under the key 2026-11, which is current'],
    });
    expect(await secrets.everything()).toEqual(before);
  });

  it('loses nothing that the service writes meanwhile', async () => {
    const keys = await secrets.integrations(40);
    const rounds = Array.from({ length: 6 }, (_, round) => round);
    const writers = keys.slice(0, 20).map(async (key) => {
      let latest = key;
      for (const round of rounds)
        latest = await secrets.replaceHeaders(DURING, latest, `${key.integrationId} ${round}`);
      return latest;
    });
    await secrets.rotate();
    const written = await Promise.all(writers);
    await secrets.rotate();
    for (const key of written) expect(await secrets.open(AFTER, key)).toBe(`${key.integrationId} 5`);
    for (const key of keys.slice(20)) expect(await secrets.open(AFTER, key)).toBe(key.integrationId);
  });

  it('leaves a row alone that was replaced after it had been read', async () => {
    const [key] = (await secrets.integrations(1)) as [HeadersKey];
    const rows = secrets.rows();
    for await (const row of rows.all()) {
      const next = await secrets.replaceHeaders(DURING, key, 'newer');
      expect(await rows.replace(row, 'older')).toBe(false);
      expect(await secrets.open(AFTER, next)).toBe('newer');
    }
  });

  it('says when a replica seals with another key still', async () => {
    await secrets.integrations(2);
    await secrets.rotate();
    const late = await secrets.anIntegration(BEFORE);
    const { secretsByKey } = await new CheckKeys(secrets.rows(), DURING).execute();
    expect([...secretsByKey]).toEqual(expect.arrayContaining([['2026-01', 1]]));
    await secrets.rotate();
    expect(await secrets.open(AFTER, late)).toBe(late.integrationId);
  });

  it('names what does not open, leaves it, and does the rest', async () => {
    const [swapped, other, flipped, boxed, broken, older, fine] = await secrets.integrations(7);
    const put = (key: HeadersKey | undefined, text: string) =>
      secrets.sql('update integration_headers set sealed = $2 where integration_id = $1', [key?.integrationId, text]);
    const sealedOf = async (key: HeadersKey | undefined) => {
      const query = 'select sealed from integration_headers where integration_id = $1';
      return JSON.parse(
        (await secrets.sql<{ sealed: string }>(query, [key?.integrationId]))[0]?.sealed ?? '',
      ) as SealedSecret;
    };
    const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`);
    await put(swapped, JSON.stringify(await sealedOf(other)));
    const { dataKey, ...rest } = await sealedOf(flipped);
    await put(flipped, JSON.stringify({ ...rest, dataKey: { ...dataKey, wrapped: flip(dataKey.wrapped) } }));
    const sealed = await sealedOf(boxed);
    await put(boxed, JSON.stringify({ ...sealed, box: flip(sealed.box) }));
    await put(broken, 'no JSON');
    await secrets.sql('update integrations set headers_version = 7 where id = $1', [older?.integrationId]);
    const lost = createLocalKeyWrapper(parseKeyEncryptionKeys(generateKeyEncryptionKey('2024-lost')));
    const context = {
      workspace: other?.workspaceId ?? '',
      integration: other?.integrationId ?? '',
      version: 1,
      purpose: 'headers',
    };
    await put(other, JSON.stringify(await sealSecret(lost, '{}', context)));

    const { code, lines } = await secrets.run(`${NEW},${OLD}`);
    expect([code, lines.slice(0, 2)]).toEqual([
      1,
      ['re-wrapped 2 secrets with the key 2026-11', '1 secret under the key 2026-11, which is current'],
    ]);
    expect(lines).toHaveLength(8);
    for (const [key, reason] of [
      [swapped, 'sealing.cannot_open'],
      [other, 'sealing.unknown_key: sealed with the key 2024-lost, which is not configured'],
      [flipped, 'sealing.cannot_open'],
      [boxed, 'sealing.cannot_open'],
      [broken, 'sealing.cannot_open'],
      [older, 'sealing.cannot_open'],
    ] as const) {
      const place = `integration_headers ${key?.integrationId} of workspace ${key?.workspaceId}`;
      expect(lines).toContainEqual(expect.stringContaining(`cannot be opened: ${place} (${reason}`));
    }
    expect(await secrets.open(AFTER, fine as HeadersKey)).toBe(fine?.integrationId);
    expect((await sealedOf(flipped)).dataKey.keyId).toBe('2026-01');
    expect((await new CheckKeys(secrets.rows(), DURING).execute()).problems).toHaveLength(6);
  });

  it('refuses what it does not know', async () => {
    expect(await secrets.run(`${NEW},${OLD}`, '--force')).toEqual({
      code: 64,
      lines: ['usage: rotate-keys [--check]'],
    });
    const { code, lines } = await secrets.run('nonsense');
    expect([code, lines.join(' ')]).toEqual([78, expect.stringContaining('KEY_ENCRYPTION_KEYS')]);
    expect(lines.join(' ')).not.toContain('nonsense');
  });
});
