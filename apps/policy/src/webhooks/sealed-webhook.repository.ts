import { Database } from '@countersign/database';
import type { SecretStore, StoredSecret } from '@countersign/tokens';
import { Injectable } from '@nestjs/common';
import { type TargetKey, toSealContext } from './webhook-vault.client.js';

/** What a webhook keeps closed. */
export interface SealedWebhook extends StoredSecret {
  readonly id: string;
}

/** Small enough that nobody waits for it. */
const ROWS_PER_READ = 100;

/** The secrets of all workspaces: the system role finds them, and the app role writes into one workspace at a time. */
@Injectable()
export class SealedWebhookRepository implements SecretStore<SealedWebhook> {
  constructor(private readonly database: Database) {}

  /** Rows that appear behind the reader's back may be missed. */
  async *all(): AsyncGenerator<SealedWebhook> {
    let after: SealedWebhook | undefined;
    do {
      const rows = await this.read(after);
      yield* rows;
      after = rows.length < ROWS_PER_READ ? undefined : rows.at(-1);
    } while (after !== undefined);
  }

  /** Compares and sets: what the service writes meanwhile wins. Returns whether the row still was as it had been read. */
  async replace({ id, sealed, context }: SealedWebhook, by: string): Promise<boolean> {
    const [, affected] = await this.database.transaction(context.workspace, (tx) =>
      tx.query<[unknown[], number]>(
        'update webhooks set sealed = $4 where workspace_id = $1 and id = $2 and sealed = $3',
        [context.workspace, id, sealed, by],
      ),
    );
    return affected === 1;
  }

  private async read(after: SealedWebhook | undefined): Promise<SealedWebhook[]> {
    const rows = await this.database.system((tx) =>
      tx.query<(TargetKey & { sealed: string })[]>(
        `select workspace_id as "workspaceId", id, version, sealed from webhooks
         where $1::uuid is null or (workspace_id, id) > ($1::uuid, $2::uuid)
         order by workspace_id, id limit $3`,
        [after?.context.workspace ?? null, after?.id ?? null, ROWS_PER_READ],
      ),
    );
    return rows.map(({ sealed, ...key }) => ({
      id: key.id,
      place: `webhook ${key.id}`,
      sealed,
      context: toSealContext(key),
    }));
  }
}
