import { PAGE_SCRIPT, SIGN_IN_FORM } from '../pages/page-script.js';

/**
 * Where the links of webhooks and of MCP clients lead: one approval, for a person who has signed in here. The link itself
 * opens nothing and decides nothing: the page shows what the API shows this person, and a decision is a button's.
 */
export const APPROVAL_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Approval – Countersign</title>
    <link rel="stylesheet" href="/oauth/page.css" />
  </head>
  <body>
    <main>
      <h1 id="title">Approval</h1>
      <noscript><p>This page needs JavaScript.</p></noscript>
      ${SIGN_IN_FORM}
      <section id="approval" hidden>
        <dl id="facts"></dl>
        <h2>Arguments</h2>
        <pre id="arguments" tabindex="0"></pre>
        <p id="note"></p>
        <form id="decide" hidden>
          <label>Reason <textarea name="reason" maxlength="2000" rows="2"></textarea></label>
          <div class="choices">
            <button id="approve" type="button">Approve</button>
            <button id="deny" type="button">Deny</button>
          </div>
        </form>
      </section>
      <p id="problem" role="alert"></p>
    </main>
    <script src="/approvals/page.js" type="module"></script>
  </body>
</html>
`;

/** What cannot be seen is spelled out: a name or an argument must not look like another one. */
export const APPROVAL_SCRIPT = `${PAGE_SCRIPT}
const INVISIBLE = /[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Cn}\\p{Zl}\\p{Zp}\\u3164\\uffa0\\u115f\\u1160]/gu;
const ASKED_BECAUSE = {
  requires_approval: 'the tool needs approval',
  review_new: 'the tool is new, and nobody has acknowledged it',
  review_changed: 'the definition of the tool has changed',
  definition_drift: 'the definition of the tool has just changed',
  strictness: 'the token of the caller wants every call approved',
};
const TITLES = {
  pending: 'Approve this call?',
  approved: 'This call was approved',
  denied: 'This call was denied',
  expired: 'Nobody decided in time',
  invalidated: 'This approval is void',
  cancelled: 'This call was taken back',
};
const id = location.pathname.split('/').at(-1);
let path = '';

function visible(text) {
  return text.replace(INVISIBLE, (c) => '\\\\u{' + c.codePointAt(0).toString(16).toUpperCase() + '}');
}

function show(shown) {
  for (const name of ['sign-in', 'approval']) element(name).hidden = name !== shown;
}

function factsOf(approval) {
  const { toolName, integrationSlug, principal, askReason, requestedAt, expiresAt, decidedBy, decidedAt } = approval;
  return [
    ['Tool', toolName],
    ['Server', integrationSlug],
    ['Asked by', principal.name + ' (' + principal.kind + ')'],
    ['Because', ASKED_BECAUSE[askReason] ?? askReason],
    ['Asked at', new Date(requestedAt).toLocaleString()],
    approval.state === 'pending' && ['Until', new Date(expiresAt).toLocaleString()],
    approval.approverGroup && ['Asked of', 'the group ' + approval.approverGroup],
    decidedBy && ['Decision of', decidedBy.name + ', ' + new Date(decidedAt).toLocaleString()],
    approval.reason && ['Reason', approval.reason],
    approval.argumentsEdited && ['Edited', 'yes: other arguments were run than are shown here'],
  ].filter(Boolean);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function present(approval) {
  const isOpen = approval.state === 'pending' && !approval.refusal;
  element('title').textContent = TITLES[approval.state] ?? approval.state;
  const terms = factsOf(approval).flatMap(([term, text]) => {
    const [dt, dd] = [document.createElement('dt'), document.createElement('dd')];
    dt.textContent = term;
    dd.textContent = visible(text);
    return [dt, dd];
  });
  element('facts').replaceChildren(...terms);
  element('arguments').textContent = pretty(approval.arguments).split('\\n').map(visible).join('\\n');
  const gone = approval.clientGoneAt ? 'The client is not waiting any more; it can collect the result later.' : '';
  element('note').textContent = visible([approval.refusal, approval.obstacle, gone].filter(Boolean).join(' '));
  element('decide').hidden = !isOpen;
  show('approval');
}

/** The link does not say in which workspace: the first of this person's that has it. */
async function find(workspaces) {
  for (const { workspaceId } of workspaces) {
    const place = '/api/v1/workspaces/' + workspaceId + '/approvals/' + id;
    const found = await send('GET', place).catch((error) => {
      if (error.status === 404 || error.status === 403) return null;
      throw error;
    });
    if (found !== null) return { place, found };
  }
  throw new Error('There is no such approval, or you may not see it.');
}

async function begin() {
  if (!ID.test(id)) return say('This link is not complete.');
  const me = await whoIsThere();
  if (me === null) return show('sign-in');
  const { place, found } = await find(me.workspaces);
  path = place;
  present(found);
}

/** Whatever came of it, the page shows what is true now. */
async function decide(decision) {
  const reason = new FormData(element('decide')).get('reason')?.trim();
  element('decide').hidden = true;
  try {
    await send('POST', path + '/decision', { decision, ...(reason && { reason }) });
  } finally {
    present(await send('GET', path));
  }
}

onSignIn(begin);
for (const decision of ['approve', 'deny']) {
  element(decision).addEventListener('click', () => attempt(() => decide(decision)));
}
attempt(begin);
`;
