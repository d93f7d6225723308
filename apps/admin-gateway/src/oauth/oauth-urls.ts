/** Where other servers find this one. All of them are of the public address: authorization servers compare them as text. */

export function callbackUrl(publicUrl: URL): string {
  return new URL('/oauth/callback', publicUrl).href;
}

/** The document that says who Countersign is; as the client's id it is its own URL. */
export function clientMetadataUrl(publicUrl: URL): string {
  return new URL('/oauth/client.json', publicUrl).href;
}

/** Where a person starts an authorization that a program asked for. */
export function startUrl(publicUrl: URL, workspaceId: string, integrationId: string): string {
  const url = new URL('/oauth/start', publicUrl);
  url.search = new URLSearchParams({ workspace: workspaceId, integration: integrationId }).toString();
  return url.href;
}

/** Anything else (`javascript:` first of all) is no place to send a browser to, whoever says so. */
export function isWebUrl(url: string): boolean {
  return URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
}
