import type { RegExpEngine } from 'ajv/dist/types/index.js';
import { RE2JS } from 're2js';

/**
 * The engine for patterns that strangers wrote: the time of a match grows with the text, never with the pattern's
 * ambiguity. What only a backtracking engine can do (look-around, back references) is refused when it is compiled.
 */
export const linearPatterns: RegExpEngine = Object.assign(
  (pattern: string) => RE2JS.compile(RE2JS.translateRegExp(pattern)),
  // Ajv names it in code that it writes to files, which nobody does here.
  { code: 'linearPatterns' },
);
