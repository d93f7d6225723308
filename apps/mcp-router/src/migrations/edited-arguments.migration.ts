import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an approver made of the arguments. What was asked for stays beside it: identical calls attach by that. */
const COLUMNS = `
  alter table calls
    add column edited_arguments text,
    add column edited_arguments_hash text,
    add column edit_summary text,
    add constraint an_edit_is_whole check ((edited_arguments is null) = (edited_arguments_hash is null)
      and (edited_arguments is null) = (edit_summary is null)),
    add constraint only_a_grant_edits check (edited_arguments is null or grant_jti is not null)`;

/** They come with the grant and at no other time; afterwards nothing changes them. */
const GUARD = `
  create function guard_edit() returns trigger language plpgsql as $$
  begin
    if old.edited_arguments is null and old.state = 'pending_approval' and new.state = 'approved' then
      return new;
    end if;
    raise exception 'what was approved never changes (call %)', old.id using errcode = 'check_violation';
  end $$`;

const GUARD_TRIGGER = `
  create trigger guard_edit before update on calls for each row
  when (new.edited_arguments is distinct from old.edited_arguments
    or new.edited_arguments_hash is distinct from old.edited_arguments_hash
    or new.edit_summary is distinct from old.edit_summary)
  execute function guard_edit()`;

export class EditedArguments1700000005000 implements MigrationInterface {
  readonly name = 'EditedArguments1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [COLUMNS, GUARD, GUARD_TRIGGER]) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop trigger guard_edit on calls');
    await queryRunner.query('drop function guard_edit()');
    await queryRunner.query(`alter table calls drop column edited_arguments, drop column edited_arguments_hash,
      drop column edit_summary`);
  }
}
