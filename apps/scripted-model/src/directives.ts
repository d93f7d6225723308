import type { Turn } from './turn.js';

/** Longer waits than any client's time-out prove nothing. */
const WAIT_MS_MAX = 600_000;

/**
 * The turns that the lines of a prompt ask for; lines that are no directives are ignored.
 *
 * | line                            | meaning                                                                        |
 * |---------------------------------|--------------------------------------------------------------------------------|
 * | `call <tool> [json arguments]`  | call the tool; several lines are several calls of one turn, in parallel          |
 * | `then`                          | what follows is the next turn: after the results of the calls so far             |
 * | `say <text>`                    | the text of the turn; alone, the final answer                                    |
 * | `wait <ms>`                     | wait before the turn's answer                                                    |
 * | `fail <status> [times]`         | answer with this HTTP error, always or so many times                             |
 * | `cut`                           | break the connection in the middle of the turn's answer                          |
 * | `stall`                         | fall silent in the middle of it, without breaking the connection                 |
 * | `drip <ms>`                     | wait between the pieces of a streamed answer                                     |
 *
 * Null when the prompt has none.
 */
export function parseDirectives(prompt: string): readonly Turn[] | null {
  let found = false;
  const turns = prompt.split('\n').reduce<Turn[]>(
    (all, line) => {
      const [, word = '', rest = ''] = /^\s*(\S+)(?:\s+(.*\S))?\s*$/.exec(line) ?? [];
      const turn = all.at(-1) ?? EMPTY;
      const next = word === 'then' && rest === '' ? EMPTY : withDirective(turn, word, rest);
      if (next === turn) return all;
      found = true;
      return next === EMPTY ? [...all, EMPTY] : [...all.slice(0, -1), next];
    },
    [EMPTY],
  );
  return found ? turns : null;
}

const EMPTY: Turn = { text: '', calls: [] };

/** The same turn when the line is no directive. */
function withDirective(turn: Turn, word: string, rest: string): Turn {
  switch (word) {
    case 'call':
      return withCall(turn, rest);
    case 'say':
      return { ...turn, text: rest };
    case 'wait':
      return /^\d+$/.test(rest) ? { ...turn, waitMs: Math.min(Number(rest), WAIT_MS_MAX) } : turn;
    case 'fail':
      return withFailure(turn, rest);
    case 'cut':
      return rest === '' ? { ...turn, cut: true } : turn;
    case 'stall':
      return rest === '' ? { ...turn, stall: true } : turn;
    case 'drip':
      return /^\d+$/.test(rest) ? { ...turn, dripMs: Math.min(Number(rest), WAIT_MS_MAX) } : turn;
    default:
      return turn;
  }
}

/** Arguments begin like JSON, so that "call the doctor" is no directive; that they are JSON is not checked: a model's may be none. */
function withCall(turn: Turn, rest: string): Turn {
  const [, name, text = ''] = /^(\S+)(?:\s+([{[].*))?$/.exec(rest) ?? [];
  return name === undefined
    ? turn
    : { ...turn, calls: [...turn.calls, { name, arguments: text === '' ? '{}' : text }] };
}

function withFailure(turn: Turn, rest: string): Turn {
  const [, status, times] = /^([45]\d\d)(?:\s+(\d+))?$/.exec(rest) ?? [];
  if (status === undefined) return turn;
  return { ...turn, failure: { status: Number(status), ...(times === undefined ? {} : { times: Number(times) }) } };
}
