import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type ApprovalView, decideApproval, DomainError, getApproval, getCall } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aCall, anApproval } from '../test-builders.fixture-spec.js';
import { TestPage } from '../test-page.fixture-spec.js';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';
import { APPROVAL_SCRIPT } from './approval-page.js';

describe('the page of an approval', () => {
  let system: GatewaySystem;
  const call = aCall({ state: 'pending_approval', arguments: '{"id":7,"text":"a\u202eb\\n<b>"}' });
  const asked = anApproval({ callId: call.id, toolName: '<i>delete</i>\u200b', state: 'pending' });
  let approval: ApprovalView;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    system.neighbours.answer(getCall, () => call);
    system.neighbours.answer(getApproval, () => approval);
  });
  afterAll(() => system.stop());
  beforeEach(() => {
    approval = asked;
  });

  const open = (id = asked.id): TestPage =>
    new TestPage(system.anonymous, APPROVAL_SCRIPT, { pathname: `/approvals/${id}` });
  async function signedIn(): Promise<TestPage> {
    const page = open();
    await eventually(() => expect(page.element('sign-in').hidden).toBe(false));
    expect(page.element('approval').hidden).toBe(true);
    page.element('sign-in').press({ ...ADMIN });
    await eventually(() => expect(page.element('approval').hidden).toBe(false));
    return page;
  }
  const factsOf = (page: TestPage): string[] => page.element('facts').children.map(({ textContent }) => textContent);

  it('shows nothing before somebody has signed in, and then exactly what is asked, as text', async () => {
    const page = await signedIn();
    expect(page.element('title').textContent).toBe('Approve this call?');
    expect(factsOf(page).slice(0, 4)).toEqual(['Tool', '<i>delete</i>\\u{200B}', 'Server', asked.integrationSlug]);
    expect(page.element('arguments').textContent).toBe('{\n  "id": 7,\n  "text": "a\\u{202E}b\\n<b>"\n}');
    expect([page.element('decide').hidden, page.element('sign-in').hidden]).toEqual([false, true]);
    expect(system.neighbours.inputsOf(decideApproval)).toEqual([]);
  });

  it('decides when a button is pressed, by the API, and shows what is true then', async () => {
    system.neighbours.answer(decideApproval, () => (approval = { ...asked, state: 'denied', reason: 'not this one' }));
    const page = await signedIn();
    page.element('decide').fill({ reason: ' not this one ' });
    page.element('deny').press();
    await eventually(() => expect(page.element('title').textContent).toBe('This call was denied'));
    expect(system.neighbours.inputsOf(decideApproval)).toMatchObject([
      { approvalId: asked.id, decision: 'deny', reason: 'not this one', way: 'web' },
    ]);
    expect(page.element('decide').hidden).toBe(true);
    expect(factsOf(page)).toEqual(expect.arrayContaining(['Reason', 'not this one']));
  });

  it('says who was faster, and locks', async () => {
    const page = await signedIn();
    system.neighbours.answer(decideApproval, () => {
      approval = { ...asked, state: 'denied' };
      throw new DomainError('approval.already_decided', 'Grace has denied it already.');
    });
    page.element('approve').press();
    await eventually(() => expect(page.element('problem').textContent).toBe('Grace has denied it already.'));
    expect([page.element('title').textContent, page.element('decide').hidden]).toEqual(['This call was denied', true]);
  });

  it('offers no decision to whoever may not decide, and says why', async () => {
    approval = { ...asked, refusal: 'You asked for it yourself.' };
    const page = await signedIn();
    expect([page.element('decide').hidden, page.element('note').textContent]).toEqual([
      true,
      'You asked for it yourself.',
    ]);
  });

  it('says that there is none, and that a link is not one', async () => {
    system.neighbours.answer(getApproval, () => {
      throw new DomainError('approval.not_found', 'There is no such approval.');
    });
    const page = open(newId());
    await eventually(() => expect(page.element('sign-in').hidden).toBe(false));
    page.element('sign-in').press({ ...ADMIN });
    await eventually(() => expect(page.element('problem').textContent).toContain('no such approval'));
    expect(open('page').element('problem').textContent).toContain('not complete');
    system.neighbours.answer(getApproval, () => approval);
  });

  it('is the same page for every id, with nothing inline', async () => {
    const [one, other] = [
      await system.anonymous.get(`/approvals/${newId()}`),
      await system.anonymous.get('/approvals/x'),
    ];
    expect([one.status, one.text]).toEqual([200, other.text]);
    expect(one.headers['content-security-policy']).toContain("script-src 'self'");
    expect(one.text).not.toMatch(/<script>|style=|onclick/);
  });
});
