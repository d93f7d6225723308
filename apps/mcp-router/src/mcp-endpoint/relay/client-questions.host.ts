import { Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { sha256Hex } from '@countersign/canonical-json';
import { Rounds } from '@countersign/database';
import type { Caller } from '../../callers/caller.js';
import { CLIENT_ANSWER_BYTES_MAX, CLIENT_ANSWER_MS_MAX, CLIENT_ANSWER_POLL_MS } from '../../limits.js';
import type { ServerAnswer, ServerRequest } from '../../upstream/call-sink.js';
import type { ListeningClient } from '../methods/mcp-method.js';
import { request } from '../protocol/rpc-answer.js';
import type { RpcResponse } from '../protocol/rpc-message.js';
import { holderOf } from '../sessions/legacy-session.js';
import type { ClientRelayRepository } from './client-relay.repository.js';
import { Sealer } from './sealer.host.js';
import { toServerAnswer } from './to-server-answer.js';

const PURPOSE = 'countersign mcp question 1';

/** The client of a legacy session, on the stream of one of its requests. */
export interface AskedClient {
  readonly caller: Caller;
  readonly sessionId: string;
  readonly client: ListeningClient;
}

/** Why nobody answers; a server is not told which. */
export class NotAnsweredError extends Error {}

/**
 * Questions of servers to legacy clients. A question goes out on the stream of the request that it is about, and its answer
 * comes as a POST of its own, perhaps to another replica: that one keeps it in a row, and the one that asked looks for it for
 * as long as it waits.
 *
 * The id of a question is sealed for principal and session. Nobody can guess one; what was not asked in this very session is
 * never looked at, nor kept.
 */
export class ClientQuestions implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ClientQuestions.name);
  private readonly sealer: Sealer;
  private readonly open = new Map<string, (answer: ServerAnswer) => void>();
  private readonly rounds = new Rounds({
    everyMs: CLIENT_ANSWER_POLL_MS,
    work: () => this.look(),
    onFailure: (error) => this.logger.error({ err: error }, 'the answers of clients cannot be looked for'),
  });

  constructor(
    private readonly rows: ClientRelayRepository,
    sealingPrivateKeyPem: string,
  ) {
    this.sealer = new Sealer(sealingPrivateKeyPem, PURPOSE);
  }

  onApplicationBootstrap(): void {
    this.rounds.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /**
   * @param signal aborted: nobody wants to know any more
   * @throws NotAnsweredError when the client is gone, or does not answer in time
   */
  async ask(
    { caller, sessionId, client }: AskedClient,
    asked: ServerRequest,
    signal: AbortSignal,
  ): Promise<ServerAnswer> {
    const id = this.sealer.seal(String(Date.now()), contextOf(caller, sessionId));
    const key = keyOf(caller, sessionId, id);
    const answered = Promise.withResolvers<ServerAnswer>();
    const over = AbortSignal.any([signal, client.signal, AbortSignal.timeout(CLIENT_ANSWER_MS_MAX)]);
    const giveUp = (): void => answered.reject(new NotAnsweredError('the client does not answer'));
    this.open.set(key, answered.resolve);
    over.addEventListener('abort', giveUp, { once: true });
    try {
      if (over.aborted || !client.say(request(id, asked.method, asked.params))) giveUp();
      return await answered.promise;
    } catch (error) {
      client.notify('notifications/cancelled', { requestId: id, reason: 'nobody waits for the answer any more' });
      throw error;
    } finally {
      over.removeEventListener('abort', giveUp);
      this.open.delete(key);
    }
  }

  /** What a client answers. To what it was not asked, or has answered, there is nothing to say. */
  async take(caller: Caller, sessionId: string, { id, body }: RpcResponse): Promise<void> {
    if (typeof id !== 'string' || !this.isRecent(caller, sessionId, id)) return;
    const answer = toServerAnswer(body, CLIENT_ANSWER_BYTES_MAX);
    const key = keyOf(caller, sessionId, id);
    const waiting = this.open.get(key);
    if (waiting !== undefined) return waiting(answer);
    await this.rows.keepAnswer(caller.workspaceId, { key, answer: this.sealer.seal(JSON.stringify(answer), key) });
  }

  private isRecent(caller: Caller, sessionId: string, id: string): boolean {
    const askedAtMs = this.sealer.open(id, contextOf(caller, sessionId));
    return askedAtMs !== undefined && Date.now() - Number(askedAtMs) <= CLIENT_ANSWER_MS_MAX;
  }

  private async look(): Promise<void> {
    if (this.open.size === 0) return;
    for (const { key, answer } of await this.rows.findAnswers([...this.open.keys()])) {
      const text = this.sealer.open(answer, key);
      if (text !== undefined) this.open.get(key)?.(JSON.parse(text) as ServerAnswer);
    }
  }
}

function contextOf(caller: Caller, sessionId: string): string {
  return JSON.stringify([holderOf(caller), sessionId]);
}

function keyOf(caller: Caller, sessionId: string, id: string): string {
  return sha256Hex(JSON.stringify([holderOf(caller), sessionId, id]));
}
