import { CatalogueCopy } from './catalogue-copy.js';
import { IdentityCopy } from './identity-copy.js';
import { PolicyCopy } from './policy-copy.js';
import { WorkspaceChanges } from './workspace-changes.js';

/** Everything that a verdict is made from, in memory. `CopiesHost` fills it and knows whether it is current. */
export class Copies {
  readonly catalogue = new CatalogueCopy();
  readonly policy = new PolicyCopy();
  readonly identity = new IdentityCopy();
  /** Counts every change of the three. */
  readonly changes = new WorkspaceChanges();
}
