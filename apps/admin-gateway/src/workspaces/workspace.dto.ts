import { IsISO8601, IsString, IsUUID } from 'class-validator';

export class WorkspaceView {
  @IsUUID() id!: string;
  @IsString() slug!: string;
  @IsString() name!: string;
  @IsISO8601() createdAt!: string;
  /** What MCP clients are configured with. */
  @IsString() mcpUrl!: string;
}
