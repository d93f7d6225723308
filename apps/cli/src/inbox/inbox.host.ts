import { emitKeypressEvents } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import type { ApiClient } from '../api.client.js';
import { EXIT } from '../cli.errors.js';
import { openEditor } from '../open-editor.js';
import { InboxActions } from './inbox-actions.client.js';
import { type Effect, initialState, type InboxEvent, type InboxState, type Key } from './inbox-state.js';
import { reduceInbox } from './reduce-inbox.js';
import { renderInbox } from './render-inbox.js';
import { Screen, type Terminal } from './screen.host.js';

const TICK_MS = 1_000;
/** What was decided just before somebody quits is still sent; a server that does not answer keeps nobody here. */
const LAST_WORDS_MS = 3_000;
/** As shells say it: 128 and the number of the signal. */
const SIGNAL_EXITS = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The inbox in a terminal, until somebody quits. The terminal is given back in any case.
 *
 * @returns the exit code
 * @throws CliError where the API refuses, or does not answer at first
 */
export function runInbox(api: ApiClient, terminal: Terminal, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new InboxHost(api, terminal, env).run();
}

class InboxHost {
  private readonly screen: Screen;
  private readonly actions: InboxActions;
  private readonly closing = new AbortController();
  private readonly ended = Promise.withResolvers<number>();
  private readonly deciding = new Set<Promise<void>>();
  private isEditing = false;
  private state: InboxState;

  constructor(
    api: ApiClient,
    private readonly terminal: Terminal,
    private readonly env: NodeJS.ProcessEnv,
  ) {
    this.screen = new Screen(terminal);
    this.actions = new InboxActions(api, { tell: this.tell, edit: this.edit });
    this.state = initialState(Date.now(), this.screen.columns, this.screen.rows);
  }

  async run(): Promise<number> {
    const release = this.take();
    try {
      this.tell({ kind: 'missed' });
      void this.actions.follow(this.closing.signal).catch(this.ended.reject);
      return await this.ended.promise;
    } finally {
      this.closing.abort();
      release();
      await Promise.race([Promise.allSettled(this.deciding), wait(LAST_WORDS_MS, undefined, { ref: false })]);
    }
  }

  /** Everything that would have to be given back. */
  private take(): () => void {
    const { input, output } = this.terminal;
    const leave = (): void => this.screen.leave();
    // An editor has the terminal to itself: what is typed there ends it alone.
    const interrupt = (): void => void (this.isEditing || this.ended.resolve(SIGNAL_EXITS.SIGINT));
    const terminate = (): void => this.ended.resolve(SIGNAL_EXITS.SIGTERM);
    const end = (): void => this.ended.resolve(EXIT.ok);
    const ticks = setInterval(() => this.tell({ kind: 'tick', nowMs: Date.now() }), TICK_MS);
    emitKeypressEvents(input);
    input.on('keypress', this.press).on('end', end).on('close', end);
    output.on('resize', this.resize);
    process.on('SIGINT', interrupt).on('SIGTERM', terminate).on('exit', leave);
    this.screen.enter();
    return () => {
      clearInterval(ticks);
      input.off('keypress', this.press).off('end', end).off('close', end);
      output.off('resize', this.resize);
      leave();
      process.off('SIGINT', interrupt).off('SIGTERM', terminate).off('exit', leave);
    };
  }

  private readonly tell = (event: InboxEvent): void => {
    if (this.closing.signal.aborted) return;
    const { state, effects } = reduceInbox(this.state, event);
    this.state = state;
    this.draw();
    for (const effect of effects) this.perform(effect);
  };

  private perform(effect: Effect): void {
    if (effect.kind === 'quit') return this.ended.resolve(EXIT.ok);
    const done = this.actions.perform(effect).catch(this.ended.reject);
    if (effect.kind !== 'decide') return;
    this.deciding.add(done);
    void done.finally(() => this.deciding.delete(done));
  }

  private draw(): void {
    this.screen.draw(renderInbox(this.state, this.state.columns, this.state.rows));
  }

  private readonly press = (text: string | undefined, key: Partial<Key> | undefined): void => {
    const ctrl = key?.ctrl ?? false;
    // A line feed is the same key to a person.
    const name = key?.name === 'enter' ? 'return' : (key?.name ?? '');
    this.tell({ kind: 'key', key: { name, ctrl, text: ctrl ? '' : (text ?? '') } });
  };

  private readonly resize = (): void => {
    this.screen.forget();
    this.tell({ kind: 'resized', columns: this.screen.columns, rows: this.screen.rows });
  };

  private readonly edit = async (text: string): Promise<string> => {
    this.isEditing = true;
    this.screen.leave();
    try {
      return await openEditor(text, this.env);
    } finally {
      this.isEditing = false;
      if (!this.closing.signal.aborted) this.screen.enter();
      this.resize();
    }
  };
}
