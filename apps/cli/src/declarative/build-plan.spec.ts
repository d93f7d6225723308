import { describe, expect, it } from '@jest/globals';
import { buildPlan } from './build-plan.js';
import { aGroup, anAgent, anIntegration, aWebhook } from './builders.fixture-spec.js';
import { parseManifest } from './parse-manifest.js';
import type { PlanOptions } from './plan.js';
import { renderManifest } from './render-manifest.js';
import { toManifest } from './to-manifest.js';
import type { WorkspaceState } from './workspace-state.js';

const AS_IS: PlanOptions = { prune: false, setCredentials: false };
const PRUNE = { ...AS_IS, prune: true };
const CREDENTIALS = { ...AS_IS, setCredentials: true };
const plan = (state: WorkspaceState, yaml: string, options = AS_IS) =>
  buildPlan(state, parseManifest(`version: 1\n${yaml}`, 'f.yaml'), options);
/** As people read it: `update integration Jira: url "a" → "b"`. */
const lines = (state: WorkspaceState, yaml: string, options = AS_IS): string[] =>
  plan(state, yaml, options).items.flatMap(({ action, kind, name, fields, tools = [] }) => [
    ...(tools.length > 0 ? [] : [`${action} ${kind} ${name}`.trim()]),
    ...fields.map(({ field, before, after }) => `  ${field}: ${before} → ${after}`),
    ...tools.map(
      (tool) =>
        `${tool.action} tool ${tool.name}: ${tool.fields.map(({ field, before, after }) => `${field} ${before} → ${after}`).join(', ')}`,
    ),
  ]);

describe('a plan', () => {
  const jira = anIntegration('Jira', { 'issue.get': {}, issue__get: { enabled: false }, old: { isMissing: true } });

  it('is empty for what was exported, and the export of it the same text', () => {
    const state: WorkspaceState = {
      approvalSettings: { form: { allowSelfApproval: true }, revision: 4 },
      groups: [aGroup('Release', ['ann@example.com'])],
      people: new Map([['ann@example.com', 'x']]),
      integrations: [
        anIntegration(
          'Jira',
          {
            'issue.get': { approval: { approverGroup: 'Release', expiresInSeconds: 60 } },
            '\u0000"': { isMissing: true },
            bad: { problem: 'x' },
          },
          { headerNames: ['X-B', 'Authorization'], hasClientSecret: true },
          { auth: 'oauth2', oauth: { clientId: 'me', scopes: ['a'], issuer: 'https://login.example' } },
        ),
      ],
      agents: [anAgent('Notes', { tools: [{ integration: 'Jira', toolNames: [] }], parameters: { seed: 1 } })],
      webhooks: [aWebhook('Log'), aWebhook('Chat', { format: 'slack', url: 'https://hooks.slack.com' })],
    };
    const { manifest, remarks, left } = toManifest(state);
    const text = renderManifest(manifest, remarks);
    expect(left).toEqual([]);
    expect(buildPlan(state, parseManifest(text, 'f.yaml'), AS_IS)).toEqual({
      items: [],
      pending: [],
      unnamed: [],
      uncompared: [
        { kind: 'integration', name: 'Jira' },
        { kind: 'webhook', name: 'Chat' },
      ],
    });
    expect(renderManifest(parseManifest(text, 'f.yaml'), remarks)).toBe(text);
    expect(text).toContain('${env:JIRA_CLIENT_SECRET}');
  });

  it('changes the fields that the file has and others, and no more', () => {
    const yaml =
      'integrations: {Jira: {url: "https://jira.example/mcp", displayName: Jira 2, policy: {trusted: true}}}';
    expect(lines({ integrations: [jira] }, yaml)).toEqual([
      'update integration Jira',
      '  displayName: "Jira" → "Jira 2"',
      'update policy of Jira',
      '  trusted: false → true',
    ]);
  });

  it('says of each tool what becomes of it, and leaves those alone that the file does not name', () => {
    const yaml =
      'integrations: {Jira: {url: "https://jira.example/mcp", tools: {issue__get: {enabled: true, approval: {approverGroup: A}}, issue.get: {enabled: true}}}}';
    expect(lines({ integrations: [jira] }, yaml)).toEqual([
      'update tool issue__get: enabled false → true, approval.approverGroup null → "A"',
    ]);
  });

  it('takes two spellings of one address for one', () => {
    const state = { integrations: [jira], webhooks: [aWebhook('Log')] };
    const yaml =
      'integrations: {Jira: {url: "https://JIRA.example:443/mcp#x"}}\nwebhooks: {Log: {url: "https://hooks.example:443/x", events: [approval.requested]}}';
    expect(lines(state, yaml)).toEqual([]);
  });

  it('takes a group away by null', () => {
    const asked = anIntegration('Jira', { a: { approval: { approverGroup: 'A' } }, b: {} });
    const yaml =
      'integrations: {Jira: {url: "https://jira.example/mcp", tools: {a: {approval: {approverGroup: null}}, b: {approval: {approverGroup: null}}}}}';
    expect(lines({ integrations: [asked] }, yaml)).toEqual(['update tool a: approval.approverGroup "A" → null']);
  });

  it('keeps tools pending that the server does not list, or nobody can read', () => {
    const state = {
      integrations: [
        anIntegration('Jira', { a: { problem: 'broken' } }),
        anIntegration('New', {}, { isVerified: false }),
      ],
    };
    const yaml =
      'integrations: {Jira: {url: "https://jira.example/mcp", tools: {a: {enabled: false}, b: {}}}, New: {url: "https://new.example/mcp", tools: {c: {}}}}';
    const { items, pending } = plan(state, yaml);
    expect(items).toEqual([]);
    expect(pending.map(({ name, tools, reason }) => [name, tools, reason])).toEqual([
      ['Jira', ['b'], expect.stringContaining('lists no such tool')],
      ['Jira', ['a'], expect.stringContaining('cannot be read')],
      ['New', ['c'], expect.stringContaining('not known yet')],
    ]);
  });

  it('registers what is not there, with secrets as what they are', () => {
    const yaml =
      'integrations: {Wiki: {url: "https://w.example", headers: {X-Key: "${env:K}"}, oauth: {clientId: me, clientSecret: "${env:S}"}, tools: {a: {}}}}';
    const [item] = plan({ integrations: [] }, yaml).items;
    expect(item).toMatchObject({ action: 'create', notes: [expect.stringContaining('1 are named')] });
    expect(item?.fields.map(({ field, after }) => `${field} ${after}`)).toEqual([
      'url "https://w.example"',
      'oauth.clientId "me"',
      'oauth.clientSecret (set)',
      'headers.X-Key (set)',
    ]);
  });

  describe('of credentials', () => {
    const withHeader = anIntegration('Jira', {}, { headerNames: ['X-Key'] }, { auth: 'headers' });
    const yaml = 'integrations: {Jira: {url: "https://jira.example/mcp", headers: {x-key: "${env:K}"}}}';

    it('keeps them where they have the same names, and says that it cannot compare them', () => {
      expect(plan({ integrations: [withHeader] }, yaml)).toMatchObject({ items: [], uncompared: [{ name: 'Jira' }] });
    });

    it.each([
      ['when asked to', yaml, CREDENTIALS, ['  headers.x-key: (set) → (set again)']],
      [
        'for another address',
        yaml.replace('/mcp', '/2'),
        AS_IS,
        ['  url: "https://jira.example/mcp" → "https://jira.example/2"', '  headers.x-key: (set) → (set again)'],
      ],
      [
        'when they have other names',
        yaml.replace('x-key', 'Y'),
        AS_IS,
        ['  headers.Y: null → (set)', '  headers.X-Key: (set) → null'],
      ],
      ['when there are to be none', yaml.replace('x-key: "${env:K}"', ''), AS_IS, ['  headers.X-Key: (set) → null']],
    ])('sets them again %s', (_when, file, options, expected) => {
      expect(lines({ integrations: [withHeader] }, file, options)).toEqual(['update integration Jira', ...expected]);
    });

    it('sets what OAuth needs as one, and warns that an authorization ends', () => {
      const state = {
        integrations: [
          anIntegration(
            'Jira',
            {},
            { hasClientSecret: true },
            { auth: 'oauth2', oauth: { clientId: 'me', scopes: [] } },
          ),
        ],
      };
      const file =
        'integrations: {Jira: {url: "https://jira.example/mcp", oauth: {clientId: me, clientSecret: "${env:S}", scopes: [a]}}}';
      const [item] = plan(state, file).items;
      expect(item?.fields.map(({ field }) => field)).toEqual(['oauth.scopes', 'oauth.clientSecret']);
      expect(item?.notes).toEqual([expect.stringContaining('authorize it again')]);
      expect(plan(state, file.replace('[a]', '[]')).items).toEqual([]);
    });

    it('keeps the hidden address of a webhook', () => {
      const state = { webhooks: [aWebhook('Chat', { format: 'slack', url: 'https://hooks.slack.com' })] };
      const file = 'webhooks: {Chat: {url: "${env:U}", events: [approval.requested], format: slack}}';
      expect(plan(state, file)).toMatchObject({ items: [], uncompared: [{ kind: 'webhook', name: 'Chat' }] });
      expect(lines(state, file, CREDENTIALS)).toEqual(['update webhook Chat', '  url: (set) → (set again)']);
    });
  });

  describe('of what the file does not name', () => {
    const state = {
      integrations: [jira, anIntegration('Wiki')],
      agents: [anAgent('Notes')],
      groups: [aGroup('Release', ['a@x.example', 'b@x.example'])],
      people: new Map([['a@x.example', '1']]),
    };
    const yaml =
      'integrations: {Jira: {url: "https://jira.example/mcp", tools: {issue.get: {}}}}\ngroups: {Release: {members: [A@x.example]}}';

    it('leaves it as it is, and says so', () => {
      expect(plan(state, yaml)).toMatchObject({ items: [], unnamed: [{ kind: 'integration', name: 'Wiki' }] });
    });

    it('removes it when asked to, in the sections that the file has, and forgets no tool that is listed', () => {
      expect(lines(state, yaml, PRUNE)).toEqual([
        'update group Release',
        '  member: b@x.example → null',
        'remove tool old: ',
        'remove integration Wiki',
      ]);
    });
  });

  it('compares an agent with its defaults, and clears by null', () => {
    const state = { agents: [anAgent('Notes', { tokensMax: 5 })] };
    const yaml = 'agents: {Notes: {instructions: Help., tokensMax: null, turnsMax: null, model: null, tools: null}}';
    expect(lines(state, yaml)).toEqual(['update agent Notes', '  tokensMax: 5 → null']);
  });

  it('is refused where a name is that of several, or somebody is not there', () => {
    expect(() => plan({ agents: [anAgent('A'), anAgent('A')] }, 'agents: {A: {instructions: x}}')).toThrow(
      'Several are the agent "A"',
    );
    expect(() => plan({ groups: [], people: new Map() }, 'groups: {A: {members: [x@y.example]}}')).toThrow(
      'x@y.example (group A)',
    );
  });
});
