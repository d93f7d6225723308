/**
 * What the scripts of our small pages have in common: the elements of the page by their ids, requests to this API as any page
 * of ours makes them, and one place where a problem is said. Every text of the API goes into a page as text.
 */
export const PAGE_SCRIPT = `const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const element = (id) => document.getElementById(id);
let csrfToken = '';

async function send(method, path, body) {
  const headers = { 'x-csrf-token': csrfToken, ...(body && { 'content-type': 'application/json' }) };
  const response = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.detail ?? 'It did not work.'), { status: response.status });
  return answer;
}

function say(problem) {
  element('problem').textContent = problem;
}

function attempt(work) {
  say('');
  return work().catch((error) => say(error.message));
}

/** Null: nobody has signed in with this browser. */
async function whoIsThere() {
  const me = await send('GET', '/api/v1/me').catch((error) => {
    if (error.status === 401) return null;
    throw error;
  });
  csrfToken = me?.csrfToken ?? '';
  return me;
}

/** Goes on with \`next\` when somebody has signed in. */
function onSignIn(next) {
  element('sign-in').addEventListener('submit', (event) => {
    event.preventDefault();
    const { email, password } = Object.fromEntries(new FormData(event.target));
    attempt(async () => {
      await send('POST', '/api/v1/auth/login', { email, password });
      await next();
    });
  });
}
`;

export const SIGN_IN_FORM = `<form id="sign-in" hidden>
        <label>E-mail <input name="email" type="email" autocomplete="username" required /></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required /></label>
        <button>Sign in</button>
      </form>`;
