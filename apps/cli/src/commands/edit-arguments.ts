import { diffJson, type JsonValue } from '@countersign/canonical-json';
import { DIFFERENCE_LIMITS } from '@countersign/contracts';
import { confirm, isPersonThere, readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { openEditor } from '../open-editor.js';
import { printNote } from '../print.js';
import { describeDifferences } from './describe-difference.js';
import { pretty } from './print-approval.js';

export interface EditOptions {
  readonly argumentsFile?: string;
  readonly edit?: boolean;
}

/**
 * JSON text of the arguments that are to run instead, or null where those that were asked for are. The text goes out as it
 * was written: the server refuses what readers could understand differently.
 *
 * @throws CliError where nobody can edit, nothing was changed, or it is no JSON object
 */
export async function editArguments(
  { argumentsFile, edit }: EditOptions,
  readOriginal: () => Promise<string>,
): Promise<string | null> {
  if (argumentsFile === undefined && !edit) return null;
  if (argumentsFile !== undefined && edit) throw new CliError('Either --edit or --arguments-file.', EXIT.usage);
  if (edit && !isPersonThere()) throw new CliError('Nobody can edit here: use --arguments-file.', EXIT.usage);
  const original = await readOriginal();
  const text =
    argumentsFile === undefined ? await openEditor(`${pretty(original)}\n`) : await readInputFile(argumentsFile);
  showDifferences(parseObject(original), parseObject(text));
  if (edit && !(await confirm('Approve, and run it with these arguments?'))) {
    throw new CliError('Nothing was decided.');
  }
  return text;
}

function showDifferences(before: JsonValue, after: JsonValue): void {
  const { differences, truncated } = diffJson(before, after, { limits: DIFFERENCE_LIMITS });
  if (differences.length === 0) {
    throw new CliError('The arguments are the same as before: nothing was decided.', EXIT.usage);
  }
  for (const line of describeDifferences(differences, truncated)) printNote(line);
}

function parseObject(text: string): JsonValue {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new CliError('Arguments are a JSON object.', EXIT.usage);
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new CliError('The arguments are not JSON.', EXIT.usage, { cause });
  }
}
