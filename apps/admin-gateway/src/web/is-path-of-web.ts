/** What the server answers itself: nothing there is a page of the web UI, so that what is missing is a 404 and no page. */
const OF_THE_SERVER = new Set(['api', 'assets', 'auth', 'docs', 'health', 'oauth', '.well-known']);

/** Pages have no file ending: a missing `/favicon.ico` is missing. */
export function isPathOfWeb(path: string): boolean {
  const [first = '', ...rest] = path.split('/').slice(1);
  return !OF_THE_SERVER.has(first) && !(rest.at(-1) ?? first).includes('.');
}
