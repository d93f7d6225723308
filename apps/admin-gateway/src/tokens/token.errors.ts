import { DomainError, InvalidInputError, type Scope } from '@countersign/contracts';

export class TokenNotFoundError extends DomainError {
  constructor(tokenId: string) {
    super('token.not_found', `There is no token ${tokenId} in this workspace.`, { tokenId });
  }
}

/** Nobody can hand out what they have not. */
export class ScopeNotHeldError extends DomainError {
  constructor(scope: Scope) {
    super('scope.required', `You cannot give a token the scope ${scope}: you do not have it.`, { scope });
  }
}

/** The router rules what an MCP client may do; scopes are for the API, settings are not. */
export class MismatchedTokenError extends InvalidInputError {
  constructor(field: string, kind: string) {
    super([{ pointer: `/${field}`, code: 'mismatched', message: `a token of kind ${kind} has no ${field}` }]);
  }
}

/** The names travel inside the token, so they are few, and they must be names that a tool can have. */
export class UnusableToolsError extends InvalidInputError {
  constructor(pointer: string, message: string) {
    super([{ pointer, code: 'unusable', message }]);
  }
}

/** Names without a slug say which tool is meant only where there is one server. */
export class AmbiguousNamesError extends InvalidInputError {
  constructor() {
    super([
      { pointer: '/bareNames', code: 'ambiguous', message: 'bareNames needs integrations with exactly one slug' },
    ]);
  }
}
