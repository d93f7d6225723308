/**
 * The behaviours by which this product is accepted. Each id stands in the title of at least one end-to-end test, in
 * brackets; `requirements.spec.ts` fails when one does not.
 */
export const REQUIREMENTS = {
  'START-1': 'One command brings up the whole system and writes what scripts need.',
  'START-2': 'A second start says that it is running already; ports in use are named.',
  'LIST-1': 'A client sees exposed names, and neither missing nor disabled tools.',
  'CALL-1': 'An allowed call is answered at once and recorded.',
  'CALL-2': 'A call that needs approval runs exactly once, with exactly the approved arguments, after the approval.',
  'CALL-3': 'A denial and its reason reach the client, and nothing is executed.',
  'CALL-4': 'A disabled tool is refused when called by name.',
  'CALL-5': 'A client that does not wait gets a ticket, and the result by the identical call.',
  'NAME-1': 'Tools whose names collide under naive codecs never reach each other.',
  'RUN-1': 'A hosted run is suspended, survives the death of every process, and goes on after the decision.',
  'RUN-2': 'A hosted run is told of a denial and goes on.',
  'OAUTH-1': 'A server behind OAuth is connected once a person has authorized it, in the browser that began.',
  'OAUTH-2': 'A call that is refused for its credentials is made with renewed ones, and runs once.',
  'OAUTH-3': 'A revoked authorization is told in words, and costs neither policies nor approvals.',
  'SSE-1': 'A server of the old HTTP+SSE transport is found out and governed like any other.',
  'DRIFT-1': 'A tool that its server redefines waits, within seconds, for a person who has seen the difference.',
  'MOVE-1': 'A server that is pointed elsewhere is another server to people, and one that fails is no change.',
  'TRY-1': 'A configuration is tried without storing anything, and a failing server is not stored.',
  'CRASH-1': 'A registry that dies while it renews and verifies is replaced, and nothing is lost or done twice.',
  'INPUT-1': 'Bad input gets a specific error and leaves nothing behind.',
  'AUTH-1': 'Every door needs its own kind of token; an admin token cannot approve.',
  'SECRET-1': 'No secret is in logs, events, the database or answers.',
} as const;
