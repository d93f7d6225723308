import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database, newId } from '@countersign/database';
import { createLocalKeyWrapper, generateKeyEncryptionKey, parseKeyEncryptionKeys } from '@countersign/tokens';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { RotateKeys } from './rotate-keys.use-case.js';
import { SealedWebhookRepository } from './sealed-webhook.repository.js';
import { Webhooks } from './webhooks.fixture-spec.js';

const [OLD, NEW] = [generateKeyEncryptionKey('old'), generateKeyEncryptionKey('new')];
const wrapperOf = (text: string) => createLocalKeyWrapper(parseKeyEncryptionKeys(text));

describe('rotating the key-encryption keys of webhooks', () => {
  let system: PolicySystem;

  beforeAll(async () => {
    system = await PolicySystem.start({ webhooks: { wrapper: wrapperOf(`${OLD},${NEW}`) } });
  });
  afterAll(async () => {
    await system.stop();
  });

  const rotationWith = (keys: string) =>
    new RotateKeys(new SealedWebhookRepository(system.get(Database)), wrapperOf(keys));

  it('puts every secret under the current key, opens them with it alone, and names what does not open', async () => {
    const mine = new Webhooks(system.gateway.requests, newId());
    const { id } = await mine.create('http://127.0.0.1:9/one');
    await new Webhooks(system.gateway.requests, newId()).create('http://127.0.0.1:9/two', { format: 'slack' });
    const lines: string[] = [];
    expect(await rotationWith(`${NEW},${OLD}`).check((line) => lines.push(line))).toEqual({
      isReadable: true,
      isCurrent: false,
    });
    expect(lines).toEqual(['2 secrets under the key old']);

    expect(await rotationWith(`${NEW},${OLD}`).rotate()).toBe(2);
    expect(await rotationWith(`${NEW},${OLD}`).rotate()).toBe(0);
    lines.length = 0;
    expect(await rotationWith(NEW).check((line) => lines.push(line))).toEqual({ isReadable: true, isCurrent: true });
    expect(lines).toEqual(['2 secrets under the key new, which is current']);

    await mine.update(id, { name: 'Moved on' });
    lines.length = 0;
    expect(await rotationWith(NEW).rotate()).toBe(0);
    expect(await rotationWith(NEW).check((line) => lines.push(line))).toMatchObject({ isReadable: false });
    expect(lines[0]).toContain(`webhook ${id}`);
    expect(lines[0]).toContain('sealing.unknown_key');
  });
});
