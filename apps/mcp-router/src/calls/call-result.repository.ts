import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface ResultRange {
  readonly totalBytes: number;
  readonly bytes: Buffer;
}

@Injectable()
export class CallResultRepository {
  /** Null: the call has no result (yet). */
  async readRange(
    tx: EntityManager,
    callId: string,
    range: { readonly offset: number; readonly length: number },
  ): Promise<ResultRange | null> {
    const [row] = await tx.query<{ total: number; bytes: Buffer }[]>(
      `select length(result) as total, substring(result from $2::int + 1 for $3::int) as bytes
       from call_results where call_id = $1`,
      [callId, range.offset, range.length],
    );
    return row === undefined ? null : { totalBytes: row.total, bytes: row.bytes };
  }

  async find(tx: EntityManager, callId: string): Promise<Buffer | null> {
    const sql = 'select result from call_results where call_id = $1';
    const [row] = await tx.query<{ result: Buffer }[]>(sql, [callId]);
    return row?.result ?? null;
  }
}
