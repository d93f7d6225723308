import { upstreamSealContext } from '@countersign/contracts';
import {
  type KeyWrapper,
  openSecret,
  sealFor,
  type SealedSecret,
  sealSecret,
  type SecretContext,
} from '@countersign/tokens';

export type HeaderRecord = Readonly<Record<string, string>>;

/** Which headers: of one integration, in one version. */
export interface HeadersKey {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly version: number;
}

/** Who may open a box on the other side of the bus, and for what. */
export interface UpstreamKey {
  readonly workspaceId: string;
  readonly integrationId: string;
  readonly connectionRevision: number;
}

/** Closes credentials for the database and for the router. The keys may live in a key management service. */
export class HeaderVault {
  constructor(
    private readonly wrapper: KeyWrapper,
    private readonly routerPublicKeyPem: string,
  ) {}

  async seal(headers: HeaderRecord, key: HeadersKey): Promise<SealedSecret> {
    return sealSecret(this.wrapper, JSON.stringify(headers), toContext(key));
  }

  /** @throws UnsealError when the row is another integration's or version's, or was changed */
  async open(sealed: SealedSecret, key: HeadersKey): Promise<HeaderRecord> {
    return JSON.parse(await openSecret(this.wrapper, sealed, toContext(key))) as HeaderRecord;
  }

  /** The router gives the same context to open it, so an answer cannot be passed off as another one's. */
  sealForRouter(headers: HeaderRecord, key: UpstreamKey): string {
    const context = upstreamSealContext(key.workspaceId, key);
    return sealFor(this.routerPublicKeyPem, JSON.stringify(headers), context);
  }
}

function toContext({ workspaceId, integrationId, version }: HeadersKey): SecretContext {
  return { workspace: workspaceId, integration: integrationId, version, purpose: 'headers' };
}
