import type { IdentityChange } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identity_changes')
export class IdentityChangeEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  /** bigint: the driver gives it as text. */
  @PrimaryColumn('bigint') revision!: string;
  @Column('text') kind!: IdentityChange['kind'];
  @Column('text') id!: string;
  @Column('boolean') revoked!: boolean;
}
