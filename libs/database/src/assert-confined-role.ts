import { UnsafeRoleError } from './database.errors.js';
import type { TransactionPool } from './transaction-pool.js';

interface RoleFacts {
  readonly role: string;
  readonly schema: string | null;
  readonly bypasses: boolean;
  readonly owns: boolean;
}

const ROLE_FACTS = `
  select current_user as role, current_schema() as schema, r.rolsuper or r.rolbypassrls as bypasses,
    exists (
      select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and pg_has_role(current_user, c.relowner, 'member')) as owns
  from pg_roles r where r.rolname = current_user`;

/** Refuses a connection for which row-level security would not hold, or whose raw SQL would reach another schema. */
export async function assertConfinedRole(pool: TransactionPool, schema: string): Promise<void> {
  const [facts] = await pool.query<RoleFacts[]>(ROLE_FACTS, [schema]);
  if (facts === undefined) throw new UnsafeRoleError('(unknown)', 'does not exist');
  if (facts.bypasses) throw new UnsafeRoleError(facts.role, 'may bypass row-level security');
  if (facts.owns) throw new UnsafeRoleError(facts.role, `owns tables of ${schema}`);
  if (facts.schema !== schema) throw new UnsafeRoleError(facts.role, `does not work in the schema ${schema}`);
}
