import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '@countersign/database';
import { CONFIG, type Config } from '../config.js';
import { EnsureDefaultWorkspaceUseCase } from '../workspaces/ensure-default-workspace.use-case.js';
import { CreateFirstAdmin } from './create-first-admin.use-case.js';
import { hashPassword } from './password-hash.js';
import { UserRepository } from './user.repository.js';

/** Replicas that start together do this one after the other. */
const FIRST_START_LOCK = 'admin-gateway first start';

/** A fresh installation gets its workspace and, where one is configured, its first admin; a later start changes nothing. */
@Injectable()
export class EnsureFirstAdminUseCase implements OnApplicationBootstrap {
  private readonly logger = new Logger(EnsureFirstAdminUseCase.name);

  constructor(
    private readonly database: Database,
    private readonly defaultWorkspace: EnsureDefaultWorkspaceUseCase,
    private readonly users: UserRepository,
    private readonly createFirstAdmin: CreateFirstAdmin,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): Promise<void> {
    return this.execute();
  }

  async execute(): Promise<void> {
    const { firstAdmin } = this.config;
    const passwordHash = firstAdmin && (await hashPassword(firstAdmin.password));
    await this.database.system(async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [FIRST_START_LOCK]);
      const workspaceId = await this.defaultWorkspace.execute(tx);
      if (!firstAdmin || !passwordHash || (await this.users.existsAny(tx))) return;
      const userId = await this.createFirstAdmin.execute(tx, workspaceId, { email: firstAdmin.email, passwordHash });
      this.logger.log('the first admin was created', { userId });
    });
  }
}
