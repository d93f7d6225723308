import { assertNever } from '@countersign/contracts';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { compareArguments } from '../commands/argument-differences.js';
import { decide } from '../commands/decide.client.js';
import { getApproval } from '../commands/find-approval.js';
import { pretty } from '../commands/print-approval.js';
import { RefusedError } from '../problem-error.js';
import type { Effect, InboxEvent } from './inbox-state.js';

/** More than anybody can look at; the heading says that there are more. */
const LISTED_MAX = 400;

export interface InboxPerson {
  /** Told whatever comes of it. */
  readonly tell: (event: InboxEvent) => void;
  /** What they make of a text. */
  readonly edit: (text: string) => Promise<string>;
}

type Action = Exclude<Effect, { kind: 'quit' }>;

/** What the inbox asks of the API, and what it is told by it. */
export class InboxActions {
  private isReading = false;
  private isWanted = false;
  private hasRead = false;
  /** One at a time: many can settle at once. */
  private loading = Promise.resolve();

  constructor(
    private readonly api: ApiClient,
    private readonly person: InboxPerson,
  ) {}

  /** @throws CliError where whoever asks may not read at all, or the first answer is none */
  async perform(action: Action): Promise<void> {
    switch (action.kind) {
      case 'refresh':
        return this.refresh();
      case 'load':
        this.loading = this.loading.then(() => this.load(action.id));
        return this.loading;
      case 'edit':
        return this.edit(action.id);
      case 'decide':
        return this.decide(action);
      default:
        return assertNever(action);
    }
  }

  /** Until it is aborted, or refused: then somebody has to ask again and again. */
  async follow(signal: AbortSignal): Promise<void> {
    const onOpen = (): void => {
      this.person.tell({ kind: 'link', link: { kind: 'live' } });
      this.person.tell({ kind: 'missed' });
    };
    const onLost = (): void => this.person.tell(polling('the connection is lost'));
    try {
      const { api } = this;
      const messages = api.events((stream) => api.client.GET(`${WORKSPACE}/events`, { params: api.at(), ...stream }), {
        signal,
        onOpen,
        onLost,
      });
      for await (const { event, data } of messages) {
        if (event === 'end') return this.person.tell(polling('the feed has ended'));
        if (event === 'message' && isOfApprovals(data)) this.person.tell({ kind: 'missed' });
      }
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.person.tell(polling(`the feed is refused (${error.code})`));
    }
  }

  /** Once more where it was asked for meanwhile: an answer on its way may be older than the reason to ask. */
  private async refresh(): Promise<void> {
    this.isWanted = true;
    if (this.isReading) return;
    this.isReading = true;
    try {
      while (this.isWanted) {
        this.isWanted = false;
        await this.read();
      }
    } finally {
      this.isReading = false;
    }
  }

  private async read(): Promise<void> {
    try {
      const { api } = this;
      const approvals = await api.first(LISTED_MAX, (page) => {
        const query = { state: 'pending' as const, details: true, ...page };
        return api.client.GET(`${WORKSPACE}/approvals`, { params: { ...api.at(), query } });
      });
      this.hasRead = true;
      this.person.tell({ kind: 'listed', approvals, isCut: approvals.length >= LISTED_MAX });
    } catch (error) {
      if (!this.hasRead || toCliError(error).exitCode === EXIT.refused) throw error;
      this.person.tell({ kind: 'unread', message: toCliError(error).message });
    }
  }

  private async load(id: string): Promise<void> {
    try {
      this.person.tell({ kind: 'loaded', details: await getApproval(this.api, id) });
    } catch (error) {
      const { exitCode, message } = toCliError(error);
      this.person.tell(exitCode === EXIT.notFound ? { kind: 'gone', id } : { kind: 'unread', message });
    }
  }

  private async decide({ id, decision, reason, edited }: Extract<Action, { kind: 'decide' }>): Promise<void> {
    try {
      this.person.tell({ kind: 'decided', approval: await decide(this.api, id, decision, { reason, edited }) });
    } catch (error) {
      this.person.tell({ kind: 'refused', id, message: toCliError(error).message });
    }
  }

  private async edit(id: string): Promise<void> {
    try {
      const { arguments: original } = await getApproval(this.api, id);
      const text = await this.person.edit(`${pretty(original)}\n`);
      this.person.tell({ kind: 'edited', id, edit: { text, ...compareArguments(original, text) } });
    } catch (error) {
      this.person.tell({ kind: 'unedited', id, message: toCliError(error).message });
    }
  }
}

/** The API's own words; what is no failure of its is none that the inbox could go on with. */
function toCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  throw error;
}

function polling(why: string): InboxEvent {
  return { kind: 'link', link: { kind: 'polling', why } };
}

function isOfApprovals(data: string): boolean {
  const { kind } = JSON.parse(data) as { kind: string };
  return kind === 'resync' || kind.startsWith('approval.');
}
