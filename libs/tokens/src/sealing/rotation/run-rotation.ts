import type { KeyWrapper } from '../key-wrapper.js';
import { CheckKeys } from './check-keys.js';
import { RotateKeys } from './rotate-keys.js';
import { countOthers, describeKeyUse, secrets } from './rotation-report.js';
import type { SecretStore, StoredSecret } from './stored-secret.js';

export interface RotationRun {
  /** Says how things are, and changes nothing. */
  readonly onlyCheck: boolean;
  readonly report: (line: string) => void;
}

/** The operator's command. Returns whether everything opens and, after a rotation, whether only the current key is needed. */
export async function runRotation<S extends StoredSecret>(
  store: SecretStore<S>,
  wrapper: KeyWrapper,
  run: RotationRun,
): Promise<boolean> {
  if (!run.onlyCheck) {
    const rewrapped = await new RotateKeys(store, wrapper).execute(run.report);
    run.report(`re-wrapped ${secrets(rewrapped)} with the key ${wrapper.currentKeyId}`);
  }
  return check(new CheckKeys(store, wrapper), wrapper, run);
}

/** Secrets that could not be re-wrapped do not open either, so that this says it of all of them. */
async function check(
  checking: CheckKeys,
  { currentKeyId }: KeyWrapper,
  { onlyCheck, report }: RotationRun,
): Promise<boolean> {
  const use = await checking.execute();
  describeKeyUse(use, currentKeyId).forEach(report);
  const others = countOthers(use, currentKeyId);
  if (others > 0 && !onlyCheck) {
    report(
      `${secrets(others)} came under another key meanwhile: give every replica the current key, then run this again`,
    );
  }
  return use.problems.length === 0 && (onlyCheck || others === 0);
}
