import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keeps what code says of approvals where nobody can go around it: one end, for what was asked, and for good. */
const GUARD = `
  create function guard_approval() returns trigger language plpgsql as $$
  begin
    if (new.workspace_id, new.id, new.call_id, new.integration_id, new.tool_digest, new.connection_revision, new.definition_hash,
        new.arguments_hash, new.binding_hash, new.binding_version, new.principal, new.token_id)
      is distinct from
       (old.workspace_id, old.id, old.call_id, old.integration_id, old.tool_digest, old.connection_revision, old.definition_hash,
        old.arguments_hash, old.binding_hash, old.binding_version, old.principal, old.token_id) then
      raise exception 'what was asked for never changes (approval %)', old.id using errcode = 'check_violation';
    end if;
    if old.state <> 'pending' and
       (new.state, new.decided_at, new.decided_by, new.decided_via, new.reason_code, new.reason,
        new.self_approved, new.edited_arguments_hash, new.edited_binding_hash)
      is distinct from
       (old.state, old.decided_at, old.decided_by, old.decided_via, old.reason_code, old.reason,
        old.self_approved, old.edited_arguments_hash, old.edited_binding_hash) then
      raise exception 'an approval ends once (approval %)', old.id using errcode = 'check_violation';
    end if;
    return new;
  end $$`;

const TRIGGER =
  'create trigger guard_approval before update on approvals for each row execute function guard_approval()';

export class ApprovalGuard1700000009500 implements MigrationInterface {
  readonly name = 'ApprovalGuard1700000009500';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(GUARD);
    await queryRunner.query(TRIGGER);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop trigger guard_approval on approvals');
    await queryRunner.query('drop function guard_approval');
  }
}
