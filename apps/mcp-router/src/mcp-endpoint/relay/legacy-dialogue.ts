import type { NewCall, Outcome, WaitingClient } from '../../calls/call.js';
import type { McpRequest } from '../methods/mcp-method.js';
import { progressTokenOf } from '../protocol/request-meta.js';
import { presentResult } from '../tools/present-result.js';
import type { Dialogue } from './dialogue.js';
import { toCallSink } from './to-call-sink.js';

/** A client of the older revisions. */
export class LegacyDialogue implements Dialogue {
  constructor(private readonly request: McpRequest) {}

  begin(): WaitingClient {
    const { params, client } = this.request;
    return { sink: toCallSink({ client, capabilities: {}, progressToken: progressTokenOf(params) }) };
  }

  answer(call: NewCall, { result }: Outcome): Promise<Buffer> {
    return Promise.resolve(presentResult(result, call.id));
  }
}
