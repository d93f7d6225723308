import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** `sealed` holds the address and the signing secrets; `version` is what the seal is bound to. */
const WEBHOOKS = `
  create table webhooks (
    workspace_id uuid not null,
    id uuid not null,
    name text not null,
    shown_url text not null,
    events text[] not null,
    format text not null check (format in ('json', 'slack')),
    enabled boolean not null,
    version integer not null,
    sealed text not null,
    created_at timestamptz not null,
    last_delivered_at timestamptz,
    primary key (workspace_id, id)
  )`;

/**
 * No foreign key to the webhook: its check would make a decision wait for, or fail with, somebody who removes a webhook. A
 * delivery whose webhook is gone is swept away. `due_at` of a pending one is the next attempt or the end of the lease.
 */
const DELIVERIES = `
  create table webhook_deliveries (
    workspace_id uuid not null,
    id uuid not null,
    webhook_id uuid not null,
    event text not null,
    approval_id uuid not null,
    percent integer,
    state text not null check (state in ('pending', 'delivered', 'dead')),
    attempts integer not null,
    created_at timestamptz not null,
    due_at timestamptz not null,
    lease_token uuid,
    ended_at timestamptz,
    last_error text,
    primary key (workspace_id, id),
    check ((state = 'pending') = (ended_at is null))
  )`;

/** Whether anything is due, what of one webhook is due, what is over its time, and the lists of people. */
const INDEXES = [
  `create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'pending'`,
  `create index webhook_deliveries_next on webhook_deliveries (workspace_id, webhook_id, due_at) where state = 'pending'`,
  `create index webhook_deliveries_dead on webhook_deliveries (workspace_id, webhook_id) where state = 'dead'`,
  'create index webhook_deliveries_ended on webhook_deliveries (state, ended_at) where ended_at is not null',
  'create index webhook_deliveries_of_webhook on webhook_deliveries (workspace_id, webhook_id, id)',
];

/** Approvals tell people and machines outside of Countersign what happens to them. */
export class Webhooks1700000008000 implements MigrationInterface {
  readonly name = 'Webhooks1700000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [WEBHOOKS, DELIVERIES, ...INDEXES]) await queryRunner.query(statement);
    const { app, system } = rolesOf('policy');
    const roles = { appRole: app, systemRole: system };
    // A removed webhook leaves no secret behind. The system role sends, of every workspace, and changes no webhook.
    await enableWorkspaceIsolation(queryRunner, 'webhooks', {
      ...roles,
      appMay: ['select', 'insert', 'update', 'delete'],
      systemMay: ['select', 'update (last_delivered_at)'],
    });
    await enableWorkspaceIsolation(queryRunner, 'webhook_deliveries', {
      ...roles,
      appMay: ['select', 'insert', 'update', 'delete'],
      systemMay: ['select', 'insert', 'update', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table webhook_deliveries');
    await queryRunner.query('drop table webhooks');
  }
}
