import { type DomainError, type IntegrationTestResult, TESTED_TOOLS_MAX } from '@countersign/contracts';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import { takeWithinBytes } from '../paging/take-within-bytes.js';

/** An answer stays under 256 KiB, and 100 names may have a KiB each, six when JSON escapes all of it. */
const NAMES_BYTES_MAX = 100 * 1024;
const MESSAGE_LENGTH_MAX = 1_000;

const SERVERS_FAULT = /^(discovery|egress)\./;

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

export function toFailedTest({ code, message, details }: DomainError): IntegrationTestResult {
  const authorizationServer = details['authorizationServer'];
  return {
    succeeded: false,
    durationMs: 0,
    errorCode: code,
    message: message.slice(0, MESSAGE_LENGTH_MAX),
    authorizationServer: typeof authorizationServer === 'string' ? authorizationServer : null,
    wireTransport: null,
    era: null,
    protocolVersion: null,
    toolCount: 0,
    toolNames: [],
    warnings: [],
  };
}
