import { PAGE_SCRIPT, SIGN_IN_FORM } from '../pages/page-script.js';

/**
 * A program (the command line) cannot authorize: the grant must be bound to the browser that comes back, and to a person who
 * has signed in there. So it sends that person here. The page itself does nothing until a button is pressed, shows for which
 * server, and then uses the API as any page of ours does; a link that somebody planted starts nothing.
 */
export const START_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Authorize a server – Countersign</title>
    <link rel="stylesheet" href="/oauth/page.css" />
  </head>
  <body>
    <main>
      <h1>Authorize a server</h1>
      <noscript><p>This page needs JavaScript.</p></noscript>
      ${SIGN_IN_FORM}
      <section id="authorize" hidden>
        <p>Countersign will act at this server with the rights that you grant next, for everybody in this workspace:</p>
        <p><strong id="name"></strong><br /><span id="url"></span></p>
        <button id="go" type="button">Authorize</button>
      </section>
      <p id="problem" role="alert"></p>
    </main>
    <script src="/oauth/start.js" type="module"></script>
  </body>
</html>
`;

export const START_SCRIPT = `${PAGE_SCRIPT}
const query = new URLSearchParams(location.search);
const workspace = query.get('workspace') ?? '';
const integration = query.get('integration') ?? '';
const path = '/api/v1/workspaces/' + workspace + '/mcp-integrations/' + integration;

function show(shown) {
  for (const id of ['sign-in', 'authorize']) element(id).hidden = id !== shown;
}

async function begin() {
  if (!ID.test(workspace) || !ID.test(integration)) return say('This link is not complete.');
  if ((await whoIsThere()) === null) return show('sign-in');
  const { displayName, serverUrl } = await send('GET', path);
  element('name').textContent = displayName;
  element('url').textContent = serverUrl;
  show('authorize');
}

async function authorize() {
  const { authorizationUrl } = await send('POST', path + '/oauth/authorize');
  if (!/^https?:$/.test(new URL(authorizationUrl).protocol)) throw new Error('The server named no usable address.');
  location.assign(authorizationUrl);
}

onSignIn(begin);
element('go').addEventListener('click', () => attempt(authorize));
attempt(begin);
`;
