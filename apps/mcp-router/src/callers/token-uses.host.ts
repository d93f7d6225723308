import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { noteTokenUses } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Caller } from './caller.js';
import { TokenUses } from './token-uses.js';

/** Soon, for whoever has just made a token and looks whether it arrives; together with those that come meanwhile. */
const TELL_AFTER_MS = 2_000;
/** The gateway may be away for a while; nobody waits for this. */
const TELL_AGAIN_AFTER_MS = 60_000;

/** Tells the gateway which tokens of MCP clients are in use: they pass through here alone. Nothing depends on it. */
@Injectable()
export class TokenUsesTeller implements OnModuleDestroy {
  private readonly logger = new Logger(TokenUsesTeller.name);
  private readonly uses = new TokenUses();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly requests: RequestClient) {}

  note(caller: Caller): void {
    if (this.uses.note(caller, Date.now())) this.tellAfter(TELL_AFTER_MS);
  }

  /** What was used in the last seconds is told yet. */
  async onModuleDestroy(): Promise<void> {
    clearTimeout(this.timer);
    await this.tell();
    clearTimeout(this.timer);
  }

  private tellAfter(delayMs: number): void {
    this.timer ??= setTimeout(() => void this.tell(), delayMs).unref();
  }

  private async tell(): Promise<void> {
    this.timer = undefined;
    const messages = this.uses.take();
    try {
      while (messages[0] !== undefined) {
        await this.requests.ask(noteTokenUses, messages[0]);
        messages.shift();
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'which tokens are in use could not be told');
      for (const message of messages) this.uses.putBack(message);
      this.tellAfter(TELL_AGAIN_AFTER_MS);
    }
  }
}
