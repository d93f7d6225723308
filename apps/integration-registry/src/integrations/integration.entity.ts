import type {
  AuthKind,
  DiscoveryWarning,
  IntegrationStatus,
  Posture,
  ProtocolEra,
  Transport,
  WireTransport,
} from '@countersign/contracts';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

/** The driver gives a bigint as text; revisions stay far below 2^53. */
const revisionColumn: ValueTransformer = { from: (value: string) => Number(value), to: (value: number) => value };
const jsonColumn: ValueTransformer = {
  from: (value: string): unknown => JSON.parse(value),
  to: (value: unknown) => JSON.stringify(value),
};

@Entity('integrations')
export class Integration {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') slug!: string;
  /** The slug without its case: unique in the workspace, also after the removal. */
  @Column('text', { name: 'slug_key' }) slugKey!: string;
  @Column('text', { name: 'display_name' }) displayName!: string;
  @Column('text') description!: string;
  @Column('text', { name: 'server_url' }) serverUrl!: string;
  @Column('text') transport!: Transport;
  @Column('integer', { name: 'timeout_seconds' }) timeoutSeconds!: number;
  @Column('text') posture!: Posture;
  @Column('text') status!: IntegrationStatus;
  @Column('text') auth!: AuthKind;
  /** What discovery found; the three are null until the first one that worked. */
  @Column('text', { name: 'wire_transport', nullable: true }) wireTransport!: WireTransport | null;
  @Column('text', { nullable: true }) era!: ProtocolEra | null;
  @Column('text', { name: 'protocol_version', nullable: true }) protocolVersion!: string | null;
  /** Of what people set; discovery does not move it. */
  @Column('integer', { name: 'settings_version' }) settingsVersion!: number;
  @Column('integer', { name: 'connection_revision' }) connectionRevision!: number;
  @Column('integer', { name: 'snapshot_revision' }) snapshotRevision!: number;
  /** The connection that the snapshot is of; 0 before the first one. */
  @Column('integer', { name: 'snapshot_connection_revision' }) snapshotConnectionRevision!: number;
  /** 0: it has no headers. */
  @Column('integer', { name: 'headers_version' }) headersVersion!: number;
  /** Of the last grant it had; moves with every token, and never goes back. */
  @Column('integer', { name: 'grant_version' }) grantVersion!: number;
  @Column('bigint', { transformer: revisionColumn }) revision!: number;
  @Column('integer', { name: 'tool_count' }) toolCount!: number;
  @Column('text', { transformer: jsonColumn }) warnings!: DiscoveryWarning[];
  @Column('timestamptz', { name: 'verified_at', nullable: true }) verifiedAt!: Date | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  @Column('timestamptz', { name: 'removed_at', nullable: true }) removedAt!: Date | null;
}
