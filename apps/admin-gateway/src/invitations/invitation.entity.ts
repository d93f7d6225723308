import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Role } from '../users/roles.js';

@Entity('invitations')
export class InvitationEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') email!: string;
  @Column('text') role!: Role;
  @Column('uuid', { name: 'group_ids', array: true }) groupIds!: string[];
  @Column('text', { name: 'secret_hash' }) secretHash!: string;
  /** The person; of a token, its owner. */
  @Column('uuid', { name: 'invited_by' }) invitedBy!: string;
  @Column('text', { name: 'invited_by_name' }) invitedByName!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'accepted_at', nullable: true }) acceptedAt!: Date | null;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
}
