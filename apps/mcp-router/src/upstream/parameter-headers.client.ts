import { listToolDefinitions } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { argumentsToSend, type NewCall } from '../calls/call.js';
import { MIRRORED_TOOLS_MAX, PARAMETER_HEADERS_BYTES_MAX } from '../limits.js';
import { mirrorArguments, readMirroring, type MirroredParameter, type Mirroring } from './mirrored-parameters.js';
import { CannotBeSentError } from './upstream.errors.js';

/** A tool, as it was defined when it was called. */
export type DefinedCall = Pick<NewCall, 'workspaceId' | 'tool' | 'definitionHash'>;

const NOTHING: Mirroring = { parameters: [] };

/**
 * What a tool of the modern era wants in headers beside its arguments. A definition is read once and kept by its hash, so
 * that a call costs no question, and what is kept is never out of date.
 */
export class ParameterHeaders {
  private readonly known = new Map<string, Mirroring>();
  private readonly asking = new Map<string, Promise<Mirroring>>();

  constructor(private readonly requests: RequestClient) {}

  /** @throws CannotBeSentError; or what the registry's answer failed with */
  async of(call: NewCall): Promise<Readonly<Record<string, string>>> {
    const mirroring = await this.mirroringOf(call);
    if ('invalid' in mirroring) throw new CannotBeSentError(`the tool's definition is invalid: ${mirroring.invalid}`);
    return withinLimit(mirroring.parameters, argumentsToSend(call));
  }

  /** What the definition says, for whoever compares. @throws what the registry's answer failed with */
  async mirroringOf(call: DefinedCall): Promise<Mirroring> {
    const key = `${call.tool?.integrationId} ${call.definitionHash} ${call.tool?.toolName}`;
    const known = this.known.get(key) ?? (await this.asking.get(key));
    if (known !== undefined) return known;
    const asking = this.ask(call, key).finally(() => this.asking.delete(key));
    this.asking.set(key, asking);
    return asking;
  }

  private async ask({ workspaceId, tool, definitionHash }: DefinedCall, key: string): Promise<Mirroring> {
    if (tool === null) return NOTHING;
    const { integrationId, toolName } = tool;
    const page = await this.requests.ask(listToolDefinitions, { workspaceId, integrationId, names: [toolName] });
    const definition = page.items.find((item) => item.name === toolName && item.definitionHash === definitionHash);
    // It has moved on: the rules say so in a moment, and until then the server itself refuses what it misses.
    if (definition === undefined) return NOTHING;
    const mirroring = readMirroring(definition.inputSchema);
    if (this.known.size >= MIRRORED_TOOLS_MAX) this.known.clear();
    this.known.set(key, mirroring);
    return mirroring;
  }
}

function withinLimit(parameters: readonly MirroredParameter[], argumentsText: string): Record<string, string> {
  const headers = mirrorArguments(parameters, argumentsText);
  const bytes = Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  if (bytes <= PARAMETER_HEADERS_BYTES_MAX) return headers;
  throw new CannotBeSentError(
    `the tool wants arguments in HTTP headers, and these have more than ${PARAMETER_HEADERS_BYTES_MAX} bytes`,
  );
}
