import { Id } from '../fields.js';

/** The live feed of a workspace has become longer: whoever shows it reads on. */
export class FeedAppended {
  @Id() workspaceId!: string;
}
