import { describe, expect, it } from '@jest/globals';
import { firstStartBlock } from '../supervisor/first-start.ts';

const DEV = {
  webUrl: 'http://127.0.0.1:7400',
  apiUrl: 'http://127.0.0.1:7400/api/v1',
  mcpUrl: 'http://127.0.0.1:7401/mcp',
  adminEmail: 'admin@example.com',
  adminPassword: 'a password',
  adminToken: 'the token of the administrator',
  approverToken: 'the token of the approver',
  mcpToken: 'the token of a client',
  workspaceId: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f',
  upstreams: [],
};

describe('what `npm start` says in the end', () => {
  const block = (home: string | null): string => firstStartBlock(DEV, { model: 'scripted', seconds: '9.0', home });

  it('names the place of the tokens, and how the command line finds it', () => {
    expect(block(null)).toContain('are in .countersign/dev.json.');
    expect(block(null)).toContain('Try it: npx countersign tools list Tracker');
    expect(block('/var/lib/countersign')).toContain('are in /var/lib/countersign/dev.json.');
    expect(block('/var/lib/countersign')).toContain(
      'COUNTERSIGN_HOME=/var/lib/countersign npx countersign approvals watch',
    );
    expect(block("/home/ada/it's mine")).toContain(`COUNTERSIGN_HOME='/home/ada/it'\\''s mine' npx countersign`);
  });

  it('shows clients their token, and nobody those of people', () => {
    expect(block(null)).toContain(`"Authorization":"Bearer ${DEV.mcpToken}"`);
    for (const secret of [DEV.adminToken, DEV.approverToken]) expect(block(null)).not.toContain(secret);
  });
});
