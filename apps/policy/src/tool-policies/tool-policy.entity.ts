import { Column, Entity, PrimaryColumn } from 'typeorm';
import { revisionColumn } from '../columns.js';

@Entity('tool_policies')
export class ToolPolicyEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'integration_id' }) integrationId!: string;
  /** SHA-256 of the name's bytes, in hex. */
  @PrimaryColumn('text', { name: 'tool_digest' }) toolDigest!: string;
  @Column('bytea', { name: 'tool_name' }) toolName!: Buffer;
  @Column('integer') ordinal!: number;
  /** JSON text as it was written; it may be unreadable. */
  @Column('text') document!: string;
  /** Of the last merged discovery. */
  @Column('text', { name: 'definition_hash', nullable: true }) definitionHash!: string | null;
  /** A tombstone: a person forgot the tool, and copies still have to learn of it. */
  @Column('timestamptz', { name: 'pruned_at', nullable: true }) prunedAt!: Date | null;
  /** Of the last change of this row. */
  @Column('bigint', { transformer: revisionColumn }) revision!: number;
}
