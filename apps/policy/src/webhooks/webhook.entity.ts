import type { WebhookEvent, WebhookFormat } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('webhooks')
export class WebhookEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  /** What people see of the address: without path and query where the address is the secret. */
  @Column('text', { name: 'shown_url' }) shownUrl!: string;
  @Column('text', { array: true }) events!: WebhookEvent[];
  @Column('text') format!: WebhookFormat;
  @Column('boolean') enabled!: boolean;
  /** Moves with every change of what is sealed; the seal is bound to it. */
  @Column('integer') version!: number;
  /** Moves with every change that a person makes. */
  @Column('integer', { name: 'settings_version' }) settingsVersion!: number;
  /** A WebhookTarget, as JSON of its sealed secret. */
  @Column('text') sealed!: string;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'last_delivered_at', nullable: true }) lastDeliveredAt!: Date | null;
}
