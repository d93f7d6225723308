import { describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { WebhookVault } from './webhook-vault.client.js';
import { webhookSettings } from './webhooks.fixture-spec.js';

describe('the vault of webhooks', () => {
  const vault = new WebhookVault(webhookSettings());
  const key = { workspaceId: newId(), id: newId(), version: 3 };
  const target = { url: 'https://hooks.slack.test/services/secret', secrets: [{ secret: 'whsec_x', until: null }] };

  it('gives back what it keeps', async () => {
    expect(await vault.open(await vault.seal(target, key), key)).toEqual(target);
  });

  it.each([
    ['another workspace', { workspaceId: newId() }],
    ['another webhook', { id: newId() }],
    ['another version', { version: 2 }],
  ])('opens nothing for %s, so that a row that was swapped or put back is useless', async (_, other) => {
    const sealed = await vault.seal(target, key);
    expect(sealed).not.toContain('hooks.slack');
    await expect(vault.open(sealed, { ...key, ...other })).rejects.toMatchObject({ code: 'sealing.cannot_open' });
  });

  it('makes secrets of 32 random bytes', () => {
    const secrets = new Set(Array.from({ length: 10 }, () => vault.generateSecret()));
    expect(secrets.size).toBe(10);
    for (const secret of secrets) expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });
});
