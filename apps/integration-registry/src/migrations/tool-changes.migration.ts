import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of tools, and of a tool that went, how it was: so that it can be compared when it comes again. */
export class ToolChanges1700000005000 implements MigrationInterface {
  readonly name = 'ToolChanges1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
    const { app, system } = rolesOf('integration-registry');
    await enableWorkspaceIsolation(queryRunner, 'tool_changes', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of DOWN) await queryRunner.query(statement);
  }
}

/** By rank the rows of one snapshot are read, the highest first. A name is bytes, as in `tools`. */
const TABLE = `
  create table tool_changes (
    id uuid primary key,
    workspace_id uuid not null,
    integration_id uuid not null,
    snapshot_revision integer not null,
    rank integer not null,
    at timestamptz not null default now(),
    name_digest text not null,
    name bytea not null,
    connection_moved boolean not null,
    kinds text[] not null,
    warnings text[] not null,
    before_hash text,
    after_hash text,
    differences text not null,
    truncated boolean not null,
    unique (integration_id, snapshot_revision, rank),
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

const REFUSE_UPDATE = `
  create function refuse_tool_change_update() returns trigger language plpgsql as $$
  begin
    raise exception 'what became of a tool is never written anew' using errcode = 'check_violation';
  end $$`;

/**
 * The app role deletes what is over the limit, and everything of an integration that is gone; this lets it delete nothing
 * else. Once per statement, by the newest row that went: if that one may, so may the older ones.
 */
const GUARD_DELETE = `
  create function guard_tool_change_delete() returns trigger language plpgsql set search_path from current as $$
  begin
    if exists (
      select 1 from (
        select distinct on (integration_id) workspace_id, integration_id, snapshot_revision, rank from gone
        order by integration_id, snapshot_revision desc, rank desc
      ) newest
      left join integrations i on i.workspace_id = newest.workspace_id and i.id = newest.integration_id
      where i.removed_at is null and 1000 > (
        select count(*) from tool_changes kept
        where kept.workspace_id = newest.workspace_id and kept.integration_id = newest.integration_id
          and (kept.snapshot_revision, kept.rank) > (newest.snapshot_revision, newest.rank))
    ) then
      raise exception 'the last 1,000 changes of an integration are kept as long as it is' using errcode = 'check_violation';
    end if;
    return null;
  end $$`;

const DROP_TOMBSTONE_CHECK = 'alter table tools drop constraint tools_check';

const UP = [
  TABLE,
  'create index tool_changes_of_tool on tool_changes (integration_id, name_digest, snapshot_revision desc, rank desc)',
  REFUSE_UPDATE,
  `create trigger refuse_tool_change_update before update on tool_changes
     for each statement execute function refuse_tool_change_update()`,
  GUARD_DELETE,
  `create trigger guard_tool_change_delete after delete on tool_changes referencing old table as gone
     for each statement execute function guard_tool_change_delete()`,
  DROP_TOMBSTONE_CHECK,
  `alter table tools add constraint tools_check
     check (removed or (definition is not null and definition_hash is not null))`,
  'create index tools_tombstones on tools (integration_id, revision desc) where removed and definition is not null',
];

const DOWN = [
  'drop index tools_tombstones',
  DROP_TOMBSTONE_CHECK,
  // The owner is under row-level security too while it is forced, and would see no row.
  'alter table tools no force row level security',
  'update tools set definition = null, definition_hash = null where removed',
  'alter table tools force row level security',
  `alter table tools add constraint tools_check
     check (removed = (definition is null) and removed = (definition_hash is null))`,
  'drop table tool_changes',
  'drop function guard_tool_change_delete, refuse_tool_change_update',
];
