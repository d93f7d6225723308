import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { AuditSignIns } from '../sessions/audit-sign-ins.use-case.js';
import { UserRepository } from '../users/user.repository.js';

/** Entries of the audit keep the name of their day; who somebody was before is in it too. */
@Injectable()
export class RenamePerson {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly auditSignIns: AuditSignIns,
  ) {}

  async execute(id: string, name: string): Promise<void> {
    await this.database.system(async (tx) => {
      const user = await this.users.findById(tx, id);
      if (!user || user.name === name) return;
      await this.users.setName(tx, id, name);
      await this.auditSignIns.changed(tx, user, 'user.renamed', { before: user.name, after: name });
    });
  }
}
