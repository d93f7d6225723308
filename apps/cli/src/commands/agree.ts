import { confirm, isPersonThere } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';

/** @throws CliError unless it was said before, or a person says so now */
export async function agree(question: string, isAgreed: boolean | undefined): Promise<void> {
  if (isAgreed) return;
  if (!isPersonThere()) throw new CliError('Nobody can be asked here: say --yes.', EXIT.usage);
  if (!(await confirm(question))) throw new CliError('Nothing was changed.');
}
