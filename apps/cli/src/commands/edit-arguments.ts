import { confirm, isPersonThere, readInputFile } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { openEditor } from '../open-editor.js';
import { printNote } from '../print.js';
import { compareArguments } from './argument-differences.js';
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
  const { differences, truncated } = compareArguments(original, text);
  for (const line of describeDifferences(differences, truncated)) printNote(line);
  if (edit && !(await confirm('Approve, and run it with these arguments?'))) {
    throw new CliError('Nothing was decided.');
  }
  return text;
}
