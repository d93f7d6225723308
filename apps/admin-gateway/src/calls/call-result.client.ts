import { Injectable } from '@nestjs/common';
import { DomainError, readCallResult } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';

/** A person reads no more; a result may have 16 MiB. */
export const SHOWN_RESULT_BYTES_MAX = 1_024 * 1_024;

export interface ShownResult {
  /** Null: it is not kept any more, or not there yet. */
  readonly result: string | null;
  readonly isResultCut: boolean;
}

@Injectable()
export class CallResultClient {
  constructor(private readonly requests: RequestClient) {}

  async find(workspaceId: string, callId: string): Promise<ShownResult> {
    try {
      return await this.read(workspaceId, callId);
    } catch (error) {
      if (!(error instanceof DomainError) || error.code !== 'call.result_not_found') throw error;
      return { result: null, isResultCut: false };
    }
  }

  /** The result's text from its beginning, in ranges, up to the limit. */
  private async read(workspaceId: string, callId: string): Promise<ShownResult> {
    const ranges: Buffer[] = [];
    let offset = 0;
    for (;;) {
      const range = await this.requests.ask(readCallResult, { workspaceId, callId, offset });
      const bytes = Buffer.from(range.bytes, 'base64');
      ranges.push(bytes);
      offset += bytes.length;
      const isCut = offset < range.totalBytes;
      if (!isCut || bytes.length === 0 || offset >= SHOWN_RESULT_BYTES_MAX) {
        return { result: toText(Buffer.concat(ranges)), isResultCut: isCut };
      }
    }
  }
}

/** A character that the limit cut in two is left out. */
function toText(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, SHOWN_RESULT_BYTES_MAX), {
    stream: true,
  });
}
