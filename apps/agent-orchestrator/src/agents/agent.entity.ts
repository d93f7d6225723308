import type { ModelProvider } from '@countersign/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('agents')
export class AgentEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') name!: string;
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

@Entity('agent_versions')
export class AgentVersionEntity {
  @PrimaryColumn('uuid', { name: 'agent_id' }) agentId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') instructions!: string;
  @Column('text') provider!: ModelProvider;
  @Column('text') model!: string;
  @Column('jsonb', { nullable: true }) integrations!: string[] | null;
  @Column('integer', { name: 'turns_max' }) turnsMax!: number;
}
