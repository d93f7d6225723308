import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileFollower } from '@countersign/service';
import { generateSigningKey, signGrant, type SigningKey, toJwksOfKeys } from '@countersign/tokens';
import { GrantReader } from '../approvals/grant-reader.js';
import { TestMcpPost } from '../mcp-endpoint/test-mcp-post.fixture-spec.js';
import { RouterSystem } from '../test-system.fixture-spec.js';

describe('public keys in files', () => {
  const stranger = generateSigningKey();
  let folder: string;
  let system: RouterSystem;

  const fileOf = (owner: 'gateway' | 'policy'): string => path.join(folder, `${owner}.json`);
  const put = (owner: 'gateway' | 'policy', ...keys: SigningKey[]): Promise<void> =>
    writeFile(fileOf(owner), JSON.stringify(toJwksOfKeys(keys)));

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'router-keys-'));
    await Promise.all([put('gateway', stranger), put('policy', stranger)]);
    const files = { GATEWAY_JWKS_FILE: fileOf('gateway'), POLICY_JWKS_FILE: fileOf('policy') };
    system = await RouterSystem.start({ environment: { GATEWAY_JWKS: '', POLICY_JWKS: '', ...files } });
  });
  afterAll(async () => {
    await system.stop();
    await rm(folder, { recursive: true });
  });

  it('of the gateway open the door with their tokens as long as they are there, without a restart', async () => {
    const workspace = await system.workspace();
    const client = new TestMcpPost(system.mcpUrl(), system.clientToken(workspace.id));
    const status = async (): Promise<number> => (await client.request('modern', 'tools/list')).status;
    expect(await status()).toBe(401);
    await put('gateway', stranger, system.infrastructure.gatewayKey);
    await system.get(FileFollower).look();
    expect(await status()).toBe(200);
    await writeFile(fileOf('gateway'), '{"keys":');
    await system.get(FileFollower).look();
    expect(await status()).toBe(200);
    await put('gateway', stranger);
    await system.get(FileFollower).look();
    expect(await status()).toBe(401);
  });

  it('of policy say which grants are good as long as they are there', async () => {
    const claims = { callId: 'c', bindingVersion: 1, bindingHash: 'a'.repeat(64), argumentsEdited: false };
    const approver = { id: 'grace', name: 'Grace' };
    const by = { jti: 'approval-1', workspace: 'w', decision: 'approved', approver } as const;
    const grant = signGrant({ ...claims, ...by }, system.policyKey);
    const read = () => system.get(GrantReader).read(grant);
    expect(read).toThrow('a key that is not accepted');
    await put('policy', stranger, system.policyKey);
    await system.get(FileFollower).look();
    expect(read()).toMatchObject({ jti: 'approval-1' });
    await put('policy', stranger);
    await system.get(FileFollower).look();
    expect(read).toThrow('a key that is not accepted');
  });
});
