import { Inject, Injectable } from '@nestjs/common';
import { getRun, type IssueRunTokenRequest, principalKey, type RunToken, type RunView } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { RUN_TOKEN_TTL_SECONDS, type RunTokenClaims, signToken } from '@countersign/tokens';
import { CONFIG, type Config } from '../config.js';
import { type Initiator, InitiatorRepository } from './initiator.repository.js';
import { RunTokenRefusedError } from './run-token.errors.js';
import { toToolScope } from './to-tool-scope.js';
import { whyNoRunToken } from './why-no-run-token.js';

@Injectable()
export class IssueRunTokenUseCase {
  constructor(
    private readonly database: Database,
    private readonly requests: RequestClient,
    private readonly initiators: InitiatorRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @throws RunTokenRefusedError, and what the orchestrator says of a run that is not there */
  async execute(request: IssueRunTokenRequest): Promise<RunToken> {
    const { workspaceId, runId } = request;
    const run = await this.requests.ask(getRun, { workspaceId, runId });
    const refusal = whyNoRunToken(request, run);
    if (refusal !== null) throw new RunTokenRefusedError(runId, refusal);
    const initiator = await this.database.read(workspaceId, (tx) =>
      this.initiators.find(tx, workspaceId, request.initiator),
    );
    if (!initiator) throw new RunTokenRefusedError(runId, 'who started it may not act here any more');
    return this.sign(run, initiator, request);
  }

  private sign(run: RunView, { ownerId, name }: Initiator, request: IssueRunTokenRequest): RunToken {
    const claims: RunTokenClaims = {
      workspace: run.workspaceId,
      runId: run.id,
      agentId: run.agentId,
      agentVersion: run.agentVersion,
      initiator: principalKey(request.initiator),
      ownerId,
      name,
      tools: toToolScope(request),
      strictness: request.strictness ?? 'allow',
    };
    const now = new Date();
    const token = signToken(claims, this.config.signingKey, {
      type: 'run',
      audience: 'mcp-router',
      issuer: 'admin-gateway',
      ttlSeconds: RUN_TOKEN_TTL_SECONDS,
      now,
    });
    return { token, expiresAt: new Date(now.getTime() + RUN_TOKEN_TTL_SECONDS * 1_000).toISOString() };
  }
}
