import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One thing that somebody did, or that became known. Never changed. */
@Entity('audit_entries')
export class AuditEntryEntity {
  /** In the order in which they became known here. */
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  /** Of the event that told of it: a redelivery adds nothing. One of its own where it happened here. */
  @Column('text', { name: 'event_id' }) eventId!: string;
  /** When it happened. */
  @Column('timestamptz') at!: Date;
  @Column('text') action!: string;
  /** JSON of an Actor. */
  @Column('text') actor!: string;
  @Column('text', { name: 'actor_id' }) actorId!: string;
  /** The person behind a token or a run. */
  @Column('text', { name: 'owner_id', nullable: true }) ownerId!: string | null;
  @Column('uuid', { name: 'integration_id', nullable: true }) integrationId!: string | null;
  @Column('uuid', { name: 'approval_id', nullable: true }) approvalId!: string | null;
  @Column('text', { nullable: true }) way!: string | null;
  @Column('text', { name: 'request_id', nullable: true }) requestId!: string | null;
  /** JSON as text, because jsonb refuses U+0000, which a tool's name may have. */
  @Column('text') details!: string;
}
