import { getCall } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { type ArgumentsExcerpt, excerptArguments } from './announcement.js';
import { ARGUMENTS_BYTES_MAX } from './webhook-limits.js';

/** The arguments of calls are the router's. */
@Injectable()
export class CallArgumentsClient {
  private readonly logger = new Logger(CallArgumentsClient.name);

  constructor(private readonly requests: RequestClient) {}

  /** Null where they cannot be had: that somebody is waited for is told without them. */
  async find(workspaceId: string, callId: string): Promise<ArgumentsExcerpt | null> {
    try {
      const call = await this.requests.ask(getCall, { workspaceId, callId });
      return excerptArguments(call.arguments, ARGUMENTS_BYTES_MAX);
    } catch (error) {
      this.logger.warn('A webhook is sent without arguments, which the router does not give', { err: error, callId });
      return null;
    }
  }
}
