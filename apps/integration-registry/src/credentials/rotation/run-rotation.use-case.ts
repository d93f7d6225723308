import { openDatabase } from '@countersign/database';
import { WorkspaceRevisionRepository } from '../../tool-catalogue/workspace-revision.repository.js';
import { CheckKeys } from './check-keys.use-case.js';
import { RotateKeys } from './rotate-keys.use-case.js';
import type { RotationConfig } from './rotation-config.js';
import { countOthers, describeKeyUse, secrets } from './rotation-report.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { SealedRowRepository } from './sealed-row.repository.js';

export interface RotationRun {
  /** Says how things are, and changes nothing. */
  readonly onlyCheck: boolean;
  readonly report: (line: string) => void;
}

/** The operator's command. Returns whether everything opens and, after a rotation, whether only the current key is needed. */
export async function runRotation(config: RotationConfig, { onlyCheck, report }: RotationRun): Promise<boolean> {
  const database = await openDatabase({
    service: 'integration-registry',
    app: { url: config.appUrl },
    system: { url: config.systemUrl },
    entities: [],
    // It does one thing after the other.
    poolSize: 2,
  });
  try {
    const rows = new SealedRowRepository(database, new WorkspaceRevisionRepository(), SEALED_COLUMNS);
    if (!onlyCheck) await rotate(new RotateKeys(rows, config.wrapper), config, report);
    return await check(new CheckKeys(rows, config.wrapper), config, { onlyCheck, report });
  } finally {
    await database.close();
  }
}

async function rotate(rotation: RotateKeys, { wrapper }: RotationConfig, report: RotationRun['report']): Promise<void> {
  const rewrapped = await rotation.execute(report);
  report(`re-wrapped ${secrets(rewrapped)} with the key ${wrapper.currentKeyId}`);
}

/** Rows that could not be re-wrapped do not open either, so that this says it of all of them. */
async function check(checking: CheckKeys, { wrapper }: RotationConfig, run: RotationRun): Promise<boolean> {
  const { onlyCheck, report } = run;
  const use = await checking.execute();
  describeKeyUse(use, wrapper.currentKeyId).forEach(report);
  const others = countOthers(use, wrapper.currentKeyId);
  if (others > 0 && !onlyCheck) {
    report(
      `${secrets(others)} came under another key meanwhile: give every replica the current key, then run this again`,
    );
  }
  return use.problems.length === 0 && (onlyCheck || others === 0);
}
