import { createTestDatabase, TEST_PASSWORDS } from '@countersign/testing';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ServiceUrls } from './create-service-roles.js';
import type { Database } from './database.js';
import { openDatabase } from './open-database.js';
import { provisionService } from './provision-service.js';
import { rolesOf } from './service-roles.js';
import { enableWorkspaceIsolation } from './workspace-isolation.js';

const roles = rolesOf('policy');

@Entity({ name: 'notes' })
export class Note {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') body!: string;
}

/** `notes` serves both roles, `secrets` the app role alone. */
export class Notes implements MigrationInterface {
  readonly name = 'Notes1750000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['notes', 'secrets']) {
      await queryRunner.query(
        `create table ${table} (id uuid primary key, workspace_id uuid not null, body text not null)`,
      );
    }
    const own = { appRole: roles.app, systemRole: roles.system };
    await enableWorkspaceIsolation(queryRunner, 'notes', {
      ...own,
      appMay: ['select', 'insert', 'update (body)'],
      systemMay: ['select'],
    });
    await enableWorkspaceIsolation(queryRunner, 'secrets', { ...own, appMay: ['select', 'insert', 'delete'] });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table secrets, notes');
  }
}

export interface SampleSchema {
  readonly adminUrl: string;
  readonly name: string;
  readonly urls: ServiceUrls;
  /** One more set of pools, as another replica has; closed by the caller. */
  readonly open: () => Promise<Database>;
  readonly drop: () => Promise<void>;
}

/** The schema of one service, in a database of its own. */
export async function createSampleSchema(): Promise<SampleSchema> {
  const { name, url, drop } = await createTestDatabase();
  const urls = await provisionService(url, {
    database: name,
    service: 'policy',
    passwords: TEST_PASSWORDS,
    migrations: [Notes],
  });
  const open = (): Promise<Database> =>
    openDatabase({ service: 'policy', app: { url: urls.appUrl }, system: { url: urls.systemUrl }, entities: [Note] });
  return { adminUrl: url, name, urls, open, drop };
}
