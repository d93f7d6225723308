import type { SeededDice } from './seeded-dice.js';
import { ADD, CHANGE } from './tools.js';

/** What becomes of a call; it is the end of its note's id, so that people and tests need no list of their own. */
export const FATES = ['allow', 'approve', 'deny', 'edit'] as const;
export type Fate = (typeof FATES)[number];

const CALLS_OF_A_TURN_MAX = 3;
const TURNS_MAX = 2;
/** Some models think for a while: their processes die meanwhile. */
const THINKING_MS_MAX = 800;

export function fateOf(noteId: string): Fate | null {
  return FATES.find((fate) => noteId.endsWith(`-${fate}`)) ?? null;
}

/** What an approver turns this note into. */
export function editedId(noteId: string): string {
  return `${noteId}ed`;
}

/** A script for the model: one or two turns with some calls each. `name` makes the notes of each run its own. */
export function aProposedRun(name: string, dice: SeededDice): string[] {
  const turns = Array.from({ length: dice.between(1, TURNS_MAX) }, (_, turn) => {
    const calls = Array.from({ length: dice.between(1, CALLS_OF_A_TURN_MAX) }, (_, call) => {
      const fate = dice.pick(FATES);
      const args = JSON.stringify({ id: `${name}-${turn}-${call}-${fate}` });
      return `call ${fate === 'allow' ? ADD : CHANGE} ${args}`;
    });
    return [`wait ${dice.between(0, THINKING_MS_MAX)}`, ...calls].join('\n');
  });
  return turns.join('\nthen\n').split('\n');
}
