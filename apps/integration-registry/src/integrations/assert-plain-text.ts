import { InvalidInputError, type InputProblem } from '@countersign/contracts';

/** Control characters but tab and line ends: they forge lines in terminals and logs, and U+0000 fits no text column. */
const CONTROL = /[^\P{Cc}\t\n\r]/u;

/** @throws InvalidInputError with a pointer to each member that is not text a person could have typed */
export function assertPlainText(members: Readonly<Record<string, string | null | undefined>>): void {
  const problems = Object.entries(members).flatMap(([member, text]) => findProblem(member, text ?? ''));
  if (problems.length > 0) throw new InvalidInputError(problems);
}

function findProblem(member: string, text: string): InputProblem[] {
  if (text.isWellFormed() && !CONTROL.test(text)) return [];
  const message = `${member} must not have control characters or broken ones`;
  return [{ pointer: `/${member}`, code: 'plain_text', message }];
}
