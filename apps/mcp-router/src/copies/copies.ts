import { CatalogueCopy } from './catalogue-copy.js';
import { IdentityCopy } from './identity-copy.js';
import { PolicyCopy } from './policy-copy.js';

/** Everything that a verdict is made from, in memory. `CopiesHost` fills it and knows whether it is current. */
export class Copies {
  readonly catalogue = new CatalogueCopy();
  readonly policy = new PolicyCopy();
  readonly identity = new IdentityCopy();
}
