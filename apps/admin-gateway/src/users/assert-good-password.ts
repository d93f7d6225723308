import { InvalidInputError } from '@countersign/contracts';
import { findPasswordFlaw } from './password-rules.js';

export class UnfitPasswordError extends InvalidInputError {}

/** @param field of the body that holds it @throws UnfitPasswordError */
export function assertGoodPassword(field: string, password: string, person: { email: string; name: string }): void {
  const flaw = findPasswordFlaw(password, person);
  if (flaw !== null) throw new UnfitPasswordError([{ pointer: `/${field}`, ...flaw }]);
}
