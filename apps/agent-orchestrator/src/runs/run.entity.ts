import type { Actor, RunStatus } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The head of a log: what lists and the sweeper need without reading it. */
@Entity('runs')
export class RunEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('uuid', { name: 'agent_id' }) agentId!: string;
  @Column('integer', { name: 'agent_version' }) agentVersion!: number;
  @Column('text') status!: RunStatus;
  @Column('jsonb') initiator!: Actor;
  /** The length of the log. */
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('timestamptz', { name: 'updated_at' }) updatedAt!: Date;
  /** The last sign of life: a step at work, or the sweeper's last look. */
  @Column('timestamptz', { name: 'checked_at' }) checkedAt!: Date;
  /** When the sweeper announces the next step, where it has to wait; else null. */
  @Column('timestamptz', { name: 'due_at', nullable: true }) dueAt!: Date | null;
  /** Of a run that is over: when the router is next asked to end its calls; null when it said that it did. */
  @Column('timestamptz', { name: 'cancel_due_at', nullable: true }) cancelDueAt!: Date | null;
  /** The version whose step is announced; events that need no other step follow it. */
  @Column('integer', { name: 'step_version' }) stepVersion!: number;
  /** When the run's time is over; null: it has no limit, or has ended. */
  @Column('timestamptz', { name: 'deadline_at', nullable: true }) deadlineAt!: Date | null;
  /** JSON, see `run-summary.ts`; null where none was made yet. */
  @Column('text', { nullable: true }) summary!: string | null;
}

@Entity('run_events')
export class RunEventEntity {
  @PrimaryColumn('uuid', { name: 'run_id' }) runId!: string;
  /** From 1, without gaps. */
  @PrimaryColumn('integer') sequence!: number;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') type!: string;
  @Column('text') data!: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
}
