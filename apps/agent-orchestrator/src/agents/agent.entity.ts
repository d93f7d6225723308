import type { Actor, AgentStrictness, AgentToolScope, ModelParameters, ModelProvider } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What all versions of an agent share. */
@Entity('agents')
export class AgentEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  /** The newest. */
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** Null: it may be run. */
  @Column('timestamptz', { name: 'archived_at', nullable: true }) archivedAt!: Date | null;
  @Column('jsonb', { name: 'archived_by', nullable: true }) archivedBy!: Actor | null;
  /** Of an archived one: when its open runs are next cancelled; null when it has none. */
  @Column('timestamptz', { name: 'runs_end_due_at', nullable: true }) runsEndDueAt!: Date | null;
}

/** Never changed: a run pins the version that it started with. */
@Entity('agent_versions')
export class AgentVersionEntity {
  @PrimaryColumn('uuid', { name: 'agent_id' }) agentId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') name!: string;
  @Column('text') instructions!: string;
  @Column('text') provider!: ModelProvider;
  @Column('text') model!: string;
  /** JSON as text, as `tools`: a stop sequence and a tool's name may hold U+0000, which jsonb refuses. */
  @Column('simple-json') parameters!: ModelParameters;
  /** Null: all. */
  @Column('simple-json', { nullable: true }) tools!: AgentToolScope[] | null;
  @Column('text') strictness!: AgentStrictness;
  @Column('integer', { name: 'turns_max' }) turnsMax!: number;
  /** Null: no limit. */
  @Column('integer', { name: 'tokens_max', nullable: true }) tokensMax!: number | null;
  /** Null: no limit. */
  @Column('integer', { name: 'wall_seconds_max', nullable: true }) wallSecondsMax!: number | null;
  @Column('integer', { name: 'parallel_calls_max' }) parallelCallsMax!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  /** Null: made before it was recorded. */
  @Column('jsonb', { name: 'created_by', nullable: true }) createdBy!: Actor | null;
}
