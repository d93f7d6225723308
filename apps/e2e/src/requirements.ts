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
  'INPUT-1': 'Bad input gets a specific error and leaves nothing behind.',
  'AUTH-1': 'Every door needs its own kind of token; an admin token cannot approve.',
  'SECRET-1': 'No secret is in logs, events, the database or answers.',
} as const;
