import { issueRunToken, type IssueRunTokenRequest, type RunToken } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { IssueRunTokenUseCase } from './issue-run-token.use-case.js';

@Responder()
export class RunTokensResponder {
  constructor(private readonly issueRunToken: IssueRunTokenUseCase) {}

  @Responds(issueRunToken)
  issue(request: IssueRunTokenRequest): Promise<RunToken> {
    return this.issueRunToken.execute(request);
  }
}
