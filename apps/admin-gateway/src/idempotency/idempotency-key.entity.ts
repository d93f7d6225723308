import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('idempotency_keys')
export class IdempotencyKeyEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('text') principal!: string;
  @PrimaryColumn('text') key!: string;
  @Column('text', { name: 'request_hash' }) requestHash!: string;
  /** Null until the request has succeeded. */
  @Column('integer', { nullable: true }) status!: number | null;
  /** Null too where the answer holds a secret or is too long to keep. */
  @Column('text', { nullable: true }) body!: string | null;
}

export type KeyOfRequest = Pick<IdempotencyKeyEntity, 'workspaceId' | 'principal' | 'key'>;
