import { type Distribution, toDistribution } from './distribution.ts';
import { RestClient } from './rest-client.ts';
import type { RestSystem } from './rest-system.ts';

const SAMPLES = 300;
/** What takes longer is asked for less often: a busy machine must not make an hour of it. */
const SERIES_MS_MAX = 6_000;
const WARM_UP = 20;
const AT_A_TIME = 8;

interface Question {
  readonly what: string;
  readonly path: string;
  /** Whose token asks. */
  readonly who: 'admin' | 'approver';
  /** Every page, one after another, as a screen that shows all of it does. */
  readonly isWhole?: boolean;
}

export interface RestFigures {
  readonly what: string;
  readonly requests: number;
  readonly rows: number;
  readonly kib: number;
  readonly alone: Distribution;
  readonly together: Distribution;
  /** Of those that were asked together. */
  readonly perSecond: number;
}

/** As the screens of the web app ask: the same parameters, the same page sizes. */
export async function measureRest(rest: RestSystem, say: (line: string) => void): Promise<RestFigures[]> {
  const figures: RestFigures[] = [];
  for (const question of questions(rest)) {
    say(question.what);
    figures.push(await measureQuestion(rest, question));
  }
  return figures;
}

function questions({ wideId, trackerId, waiting }: RestSystem): Question[] {
  const [admin, approver] = [{ who: 'admin' }, { who: 'approver' }] as const;
  const tools = `/mcp-integrations/${wideId}/tools`;
  const day = new Date(Date.now() - 86_400_000).toISOString();
  return [
    { what: 'inbox: pending, with details', path: '/approvals?state=pending&details=true&limit=50', ...approver },
    { what: 'inbox: mine', path: '/approvals?state=pending&mine=true&details=true&limit=50', ...approver },
    { what: 'approvals of all states, with details', path: '/approvals?details=true&limit=50', ...approver },
    { what: 'one approval', path: `/approvals/${waiting.id}`, ...approver },
    { what: 'tools, first page', path: tools, ...admin },
    { what: 'tools, all pages', path: tools, isWhole: true, ...admin },
    { what: 'tool counts of every server', path: '/mcp-integrations/tool-counts', ...admin },
    { what: 'servers', path: '/mcp-integrations', ...admin },
    { what: 'calls, first page', path: '/calls?limit=100', ...admin },
    { what: 'calls that failed', path: '/calls?limit=100&outcome=failed', ...admin },
    {
      what: 'calls of one server, of a day',
      path: `/calls?limit=100&integrationId=${trackerId}&from=${day}`,
      ...admin,
    },
    { what: 'calls of a name that no tool has', path: '/calls?limit=100&name=Nothing', ...admin },
    { what: 'calls that wait for a person', path: '/calls?limit=100&state=pending_approval', ...admin },
    { what: 'one call, its whole story', path: `/calls/${waiting.callId}`, ...admin },
    { what: 'audit, first page', path: '/audit?limit=100', ...admin },
    { what: 'audit, decisions', path: '/audit?limit=100&action=approval', ...admin },
    { what: 'audit, of an action that never was', path: '/audit?limit=100&action=nothing', ...admin },
  ];
}

async function measureQuestion({ system }: RestSystem, question: Question): Promise<RestFigures> {
  const { apiUrl, adminToken, approverToken } = system.dev;
  const client = new RestClient(apiUrl, AT_A_TIME);
  const token = question.who === 'admin' ? adminToken : approverToken;
  const ask = (): Promise<Asked> => askOnce(client, question, token);
  try {
    const first = await ask();
    await askMany(ask, WARM_UP, AT_A_TIME);
    const alone = await askMany(ask, SAMPLES, 1);
    const startedAt = performance.now();
    const together = await askMany(ask, SAMPLES, AT_A_TIME);
    const seconds = (performance.now() - startedAt) / 1_000;
    const { requests, rows, bytes } = first;
    return {
      ...{ what: question.what, requests, rows, kib: bytes / 1_024 },
      ...{ alone: toDistribution(alone), together: toDistribution(together), perSecond: together.length / seconds },
    };
  } finally {
    await client.close();
  }
}

interface Asked {
  readonly requests: number;
  readonly rows: number;
  readonly bytes: number;
}

interface Page {
  readonly items?: readonly unknown[];
  readonly nextCursor?: string | null;
}

async function askOnce(client: RestClient, { path, isWhole }: Question, token: string): Promise<Asked> {
  let [requests, rows, bytes] = [0, 0, 0];
  for (let cursor: string | null | undefined = ''; typeof cursor === 'string'; requests += 1) {
    const answer = await client.get(cursor === '' ? path : `${path}?cursor=${encodeURIComponent(cursor)}`, token);
    const page = JSON.parse(answer.text) as Page;
    bytes += answer.bytes;
    rows += page.items?.length ?? 1;
    cursor = isWhole ? page.nextCursor : null;
  }
  return { requests, rows, bytes };
}

/** How long each took, in ms. */
async function askMany(ask: () => Promise<Asked>, count: number, atATime: number): Promise<number[]> {
  const times: number[] = [];
  const deadline = performance.now() + SERIES_MS_MAX;
  let left = count;
  const askOn = async (): Promise<void> => {
    while ((left -= 1) >= 0 && performance.now() < deadline) {
      const startedAt = performance.now();
      await ask();
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: atATime }, askOn));
  return times;
}
