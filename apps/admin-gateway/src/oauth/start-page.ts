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
      <form id="sign-in" hidden>
        <label>E-mail <input name="email" type="email" autocomplete="username" required /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button>Sign in</button>
      </form>
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

/** Every text of the API goes into the page as text. */
export const START_SCRIPT = `const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const query = new URLSearchParams(location.search);
const workspace = query.get('workspace') ?? '';
const integration = query.get('integration') ?? '';
const path = '/api/v1/workspaces/' + workspace + '/mcp-integrations/' + integration;
const element = (id) => document.getElementById(id);
let csrfToken = '';

async function send(method, path, body) {
  const headers = { 'x-csrf-token': csrfToken, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? 'It did not work.'), { status: response.status });
  return answer;
}

function show(shown) {
  for (const id of ['sign-in', 'authorize']) element(id).hidden = id !== shown;
}

function say(problem) {
  element('problem').textContent = problem;
}

async function begin() {
  if (!ID.test(workspace) || !ID.test(integration)) return say('This link is not complete.');
  const me = await send('GET', '/api/v1/me').catch((error) => {
    if (error.status === 401) return null;
    throw error;
  });
  if (me === null) return show('sign-in');
  csrfToken = me.csrfToken;
  const { displayName, serverUrl } = await send('GET', path);
  element('name').textContent = displayName;
  element('url').textContent = serverUrl;
  show('authorize');
}

async function signIn(form) {
  const { email, password } = Object.fromEntries(new FormData(form));
  await send('POST', '/api/v1/auth/login', { email, password });
  await begin();
}

async function authorize() {
  const { authorizationUrl } = await send('POST', path + '/oauth/authorize');
  if (!/^https?:$/.test(new URL(authorizationUrl).protocol)) throw new Error('The server named no usable address.');
  location.assign(authorizationUrl);
}

function attempt(work) {
  say('');
  work().catch((error) => say(error.message));
}

element('sign-in').addEventListener('submit', (event) => {
  event.preventDefault();
  attempt(() => signIn(event.target));
});
element('go').addEventListener('click', () => attempt(authorize));
attempt(begin);
`;

export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  font: 16px/1.5 system-ui, sans-serif;
}
main {
  max-width: 36rem;
  margin: 12vh auto;
  padding: 0 1rem;
}
p {
  overflow-wrap: anywhere;
}
label,
input,
button {
  display: block;
  font: inherit;
}
label {
  margin-bottom: 1rem;
}
input {
  width: 100%;
  box-sizing: border-box;
  padding: 0.4rem;
}
button {
  padding: 0.5rem 1rem;
}
[hidden] {
  display: none;
}
`;
