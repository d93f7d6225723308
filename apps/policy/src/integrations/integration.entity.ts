import { Column, Entity, PrimaryColumn } from 'typeorm';
import { revisionColumn } from '../columns.js';

/** What this service knows of an integration: from its events, except for the document, which people own. */
@Entity('integrations')
export class IntegrationEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'integration_id' }) integrationId!: string;
  @Column('text') slug!: string;
  /** The integration policy as JSON text. */
  @Column('text') document!: string;
  @Column('bigint', { name: 'connection_revision', transformer: revisionColumn }) connectionRevision!: number;
  /** The last merged snapshot; null: never verified. */
  @Column('bigint', { name: 'snapshot_revision', nullable: true, transformer: revisionColumn })
  snapshotRevision!: number | null;
  /** Of the last change of the document or the connection, or of the removal. */
  @Column('bigint', { transformer: revisionColumn }) revision!: number;
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt!: Date | null;
}
