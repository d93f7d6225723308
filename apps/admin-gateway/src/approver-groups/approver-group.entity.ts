import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Tools name it by its name; whoever is in it may decide about their calls. */
@Entity('approver_groups')
export class ApproverGroupEntity {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @Column('text') name!: string;
  @Column('text') description!: string;
  /** Moves with every change that a person makes, of its members too. */
  @Column('integer') version!: number;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
}

@Entity('approver_group_members')
export class ApproverGroupMemberEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' }) workspaceId!: string;
  @PrimaryColumn('uuid', { name: 'group_id' }) groupId!: string;
  @PrimaryColumn('uuid', { name: 'user_id' }) userId!: string;
  @Column('timestamptz', { name: 'added_at' }) addedAt!: Date;
}
