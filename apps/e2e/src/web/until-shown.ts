import { eventually } from '@countersign/testing';
import { expect } from '@jest/globals';
import { SOON } from '../system/operator.js';

/** Looks until it is so: a page draws what was done to it a moment later, and a loaded machine takes long for a moment. */
export async function untilShown(look: () => Promise<unknown>, wanted: unknown): Promise<void> {
  await eventually(async () => expect(await look()).toEqual(wanted), SOON);
}
