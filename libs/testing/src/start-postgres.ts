export interface StartedPostgres {
  /** Connects as a superuser to the maintenance database. */
  readonly adminUrl: string;
  readonly stop: () => Promise<void>;
}

export async function startPostgres(): Promise<StartedPostgres> {
  throw await Promise.resolve(new Error('startPostgres is being written'));
}
