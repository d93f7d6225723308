/** The secret of a link stands behind its `#`, which no server is sent, and is taken from the address bar at once. */
export function takeLinkSecret(): string {
  const secret = window.location.hash.slice(1);
  if (secret !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return secret;
}
