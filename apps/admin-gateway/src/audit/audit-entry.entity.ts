import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that somebody did, or that became known. Never changed. */
@Entity('audit_entries')
export class AuditEntryEntity {
  /** In the order in which they became known here. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  /** Of the event that told of it: a redelivery adds nothing. */
  @Column('text', { name: 'event_id' }) eventId!: string;
  /** When it happened. */
  @Column('timestamptz') at!: Date;
  @Column('text') action!: string;
  /** JSON of an Actor. */
  @Column('text') actor!: string;
  @Column('uuid', { name: 'integration_id', nullable: true }) integrationId!: string | null;
  /** JSON as text, because jsonb refuses U+0000, which a tool's name may have. */
  @Column('text') details!: string;
}
