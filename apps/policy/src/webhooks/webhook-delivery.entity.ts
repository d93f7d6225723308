import type { DeliveryState, WebhookEvent } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One event for one webhook. What is sent is made of the approval, when it is sent. */
@Entity('webhook_deliveries')
export class WebhookDeliveryEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'webhook_id' }) webhookId!: string;
  @Column('text') event!: WebhookEvent;
  @Column('uuid', { name: 'approval_id' }) approvalId!: string;
  /** Of a reminder: how much of the time has passed. */
  @Column('integer', { nullable: true }) percent!: number | null;
  @Column('text') state!: DeliveryState;
  @Column('integer') attempts!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** When it is tried next; while it is being sent, when its lease ends. */
  @Column('timestamptz', { name: 'due_at' }) dueAt!: Date;
  @Column('uuid', { name: 'lease_token', nullable: true }) leaseToken!: string | null;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
  @Column('text', { name: 'last_error', nullable: true }) lastError!: string | null;
}
