import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TokenSettings } from './token.dto.js';

/** All of a token but the token: whoever reads this table can use none. */
@Entity('tokens')
export class TokenEntity {
  /** The `jti`, and the principal's id. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') kind!: 'api' | 'mcp';
  @Column('text') name!: string;
  /** The last characters, to tell tokens apart by: all of them begin alike. */
  @Column('text') hint!: string;
  @Column('text', { array: true }) scopes!: string[];
  @Column('jsonb') settings!: TokenSettings;
  @Column('uuid', { name: 'owner_id' }) ownerId!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'expires_at' }) expiresAt!: Date;
  @Column('timestamptz', { name: 'revoked_at', nullable: true }) revokedAt!: Date | null;
  @Column('timestamptz', { name: 'last_used_at', nullable: true }) lastUsedAt!: Date | null;
}
