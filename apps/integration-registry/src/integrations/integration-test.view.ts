import { type DomainError, type IntegrationTestResult, TESTED_TOOLS_MAX } from '@countersign/contracts';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import { takeWithinBytes } from '../paging/take-within-bytes.js';

/** An answer stays under 256 KiB, and 100 names may have a KiB each, six when JSON escapes all of it. */
const NAMES_BYTES_MAX = 100 * 1024;
const MESSAGE_LENGTH_MAX = 1_000;

const SERVERS_FAULT = /^(discovery|egress|oauth)\./;

/** What is wrong with the server, not with the question. */
export function isServersFault({ code }: Pick<DomainError, 'code'>): boolean {
  return SERVERS_FAULT.test(code);
}

export function toPassedTest({ tools, warnings, ...protocol }: DiscoveredServer): IntegrationTestResult {
  const names = tools.slice(0, TESTED_TOOLS_MAX).map(({ name }) => name);
  return {
    succeeded: true,
    durationMs: 0,
    errorCode: null,
    message: null,
    authorizationServer: null,
    wireTransport: protocol.wireTransport,
    era: protocol.era,
    protocolVersion: protocol.protocolVersion,
    toolCount: tools.length,
    toolNames: takeWithinBytes(names, NAMES_BYTES_MAX),
    warnings: [...warnings],
  };
}

/** It would be stored, and nothing more is known before a person has authorized it. */
export function toWaitingTest(authorizationServer: string | null): IntegrationTestResult {
  const message = 'The server can be authorized. It will be asked for its tools once a person has done that.';
  return { ...NOTHING_FOUND, succeeded: true, message, authorizationServer };
}

/** `authorizationServer`: the one that the server wants an authorization of. */
export function toFailedTest(
  { code, message }: DomainError,
  authorizationServer: string | null = null,
): IntegrationTestResult {
  return { ...NOTHING_FOUND, errorCode: code, message: message.slice(0, MESSAGE_LENGTH_MAX), authorizationServer };
}

const NOTHING_FOUND: IntegrationTestResult = {
  succeeded: false,
  durationMs: 0,
  errorCode: null,
  message: null,
  authorizationServer: null,
  wireTransport: null,
  era: null,
  protocolVersion: null,
  toolCount: 0,
  toolNames: [],
  warnings: [],
};
