/** What a browser on somebody else's page could send: DNS rebinding is stopped by the host, cross-site calls by the origin. */
export interface HttpRules {
  /** Host names without ports; IPv6 in brackets. */
  readonly hosts: readonly string[];
  readonly origins: readonly string[];
}

export function isAllowedHost({ hosts }: HttpRules, header: string | undefined): boolean {
  const url = header === undefined ? null : parse(`http://${header}`);
  return url !== null && url.pathname === '/' && url.username === '' && hosts.includes(url.hostname);
}

/** Programs send no origin; a browser always does, and `null` where it hides it. */
export function isAllowedOrigin({ origins }: HttpRules, header: string | undefined): boolean {
  if (header === undefined) return true;
  const url = parse(header);
  return url !== null && /^https?:$/.test(url.protocol) && origins.includes(url.hostname);
}

function parse(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
