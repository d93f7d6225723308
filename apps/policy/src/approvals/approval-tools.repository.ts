import type { ApprovalTool, ApprovalToolDetails } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type StoredDefinition, ToolDefinitionRepository } from '../tool-policies/tool-definition.repository.js';
import { ToolPolicyRepository } from '../tool-policies/tool-policy.repository.js';
import { diffDefinitions } from '../tool-policies/tool-review.view.js';
import type { ApprovalEntity } from './approval.entity.js';

/** What a card, and a message, have room for. */
const TITLE_LENGTH_MAX = 1_024;
const LISTED_DESCRIPTION_LENGTH_MAX = 300;
const DESCRIPTION_LENGTH_MAX = 4_000;
/** An editor does without a schema that is larger; the decision checks the arguments against it all the same. */
const SCHEMA_BYTES_MAX = 64 * 1_024;

/** What approvals are about, as it was when they were asked for. */
@Injectable()
export class ApprovalToolsRepository {
  constructor(
    private readonly definitions: ToolDefinitionRepository,
    private readonly toolPolicies: ToolPolicyRepository,
  ) {}

  /** By approval id; null: not known any more. */
  async list(
    tx: EntityManager,
    workspaceId: string,
    approvals: readonly ApprovalEntity[],
  ): Promise<ReadonlyMap<string, ApprovalTool | null>> {
    const hashes = [...new Set(approvals.map(({ definitionHash }) => definitionHash))];
    const known = await this.definitions.findAll(tx, workspaceId, hashes);
    return new Map(
      approvals.map(({ id, definitionHash }) => {
        const definition = known.get(definitionHash);
        return [id, definition ? toApprovalTool(definition, LISTED_DESCRIPTION_LENGTH_MAX) : null];
      }),
    );
  }

  async find(tx: EntityManager, approval: ApprovalEntity): Promise<ApprovalToolDetails | null> {
    const { workspaceId, integrationId, definitionHash } = approval;
    const row = await this.toolPolicies.find(tx, { workspaceId, integrationId }, approval.toolName.toString());
    const policy = row?.kind === 'readable' ? row.policy : undefined;
    const acknowledgedHash = policy?.acknowledgedHash ?? null;
    const known = await this.definitions.findAll(tx, workspaceId, [definitionHash, acknowledgedHash ?? '']);
    const [before, after] = [known.get(acknowledgedHash ?? ''), known.get(definitionHash)];
    if (after === undefined) return null;
    return {
      ...toApprovalTool(after, DESCRIPTION_LENGTH_MAX),
      inputSchema: toShownSchema(after.inputSchema),
      acknowledgedHash,
      ...(before === undefined ? { differences: [], truncated: false } : diffDefinitions({ before, after })),
      hasMoved: policy?.definitionHash !== definitionHash,
    };
  }
}

function toApprovalTool({ title, description, annotations }: StoredDefinition, lengthMax: number): ApprovalTool {
  return {
    title: title?.slice(0, TITLE_LENGTH_MAX) ?? null,
    description: description?.slice(0, lengthMax) ?? null,
    annotations: annotations ?? null,
  };
}

function toShownSchema(schema: StoredDefinition['inputSchema']): Record<string, unknown> | null {
  return Buffer.byteLength(JSON.stringify(schema)) > SCHEMA_BYTES_MAX ? null : schema;
}
