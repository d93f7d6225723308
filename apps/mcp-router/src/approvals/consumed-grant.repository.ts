import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Call } from '../calls/call.js';

@Injectable()
export class ConsumedGrantRepository {
  /** False: this grant was used before, or this call had one. It is used up with the transaction, whatever follows. */
  async consume(
    tx: EntityManager,
    call: Call,
    grant: { readonly jti: string; readonly approver: string },
  ): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `insert into consumed_grants (jti, workspace_id, call_id, approver) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [grant.jti, call.workspaceId, call.id, grant.approver],
    );
    return rows.length === 1;
  }
}
