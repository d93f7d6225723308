import { DIGEST_ENDING, DIGEST_ENDING_LENGTH } from './digest-ending.js';
import { encodeExposedName } from './encode-exposed-name.js';
import { escapedBeginning, unescapeToolName } from './escape-tool-name.js';
import { escapeUnder, headUnder } from './exposed-name-form.js';
import { assertExposedNameOptions, SEPARATOR, type ExposedNameOptions } from './exposed-name-options.js';
import { InvalidToolNameError } from './invalid-tool-name.errors.js';
import { assertSlug } from './slug.js';
import type { ToolRef } from './tool-ref.js';

/** A plain form says which tool it is; a digest form only lets one recognise it (`resolveExposedName`). */
export type DecodedName =
  | { readonly kind: 'plain'; readonly ref: ToolRef }
  | { readonly kind: 'digest'; readonly integrationSlug: string; readonly digest: string };

/**
 * The way back from an exposed name (rule 4). It accepts what `encodeExposedName` writes for the same prefix and budget and
 * nothing else; of a digest form it can check everything but the digest.
 *
 * @throws InvalidToolNameError `not_canonical`, `bad_slug`, `empty`, `malformed`, `too_long`, `bad_prefix`, `bad_budget`
 */
export function decodeExposedName(name: string, options: ExposedNameOptions): DecodedName {
  assertExposedNameOptions(options);
  // First, so that no later step works on more than the budget.
  if (name.length > options.budget) throw notCanonical('longer than the budget');
  if (!name.startsWith(options.prefix)) throw notCanonical('without the prefix');
  const integrationSlug = options.bareSlug ?? slugOf(name, options);
  const start = headUnder(options, integrationSlug).length;
  const digest = DIGEST_ENDING.exec(name.slice(start))?.[1];
  if (digest === undefined) return decodePlain(name, integrationSlug, options);
  assertBeginning(name.slice(start, -DIGEST_ENDING_LENGTH), options.budget - start, options);
  return { kind: 'digest', integrationSlug, digest };
}

function slugOf(name: string, { prefix }: ExposedNameOptions): string {
  const end = name.indexOf(SEPARATOR, prefix.length);
  if (end === -1) throw notCanonical('without a separator');
  const slug = name.slice(prefix.length, end);
  assertSlug(slug);
  return slug;
}

function decodePlain(name: string, integrationSlug: string, options: ExposedNameOptions): DecodedName {
  const escaped = name.slice(headUnder(options, integrationSlug).length);
  const ref = { integrationSlug, toolName: unescapeToolName(escaped) };
  if (encodeExposedName(ref, options) !== name) throw notCanonical('another spelling of a name');
  return { kind: 'plain', ref };
}

/**
 * One way for a name to go on after the cut for each way in which what follows can matter: a character too wide for any
 * room left, and the rest of what made an underscore just before the cut look like an escape. (An underscore that is
 * escaped because of a digest ending lies too near the end of a name ever to stand before the cut.)
 */
const CONTINUATIONS = ['\u{10000}', 'x00', '00', '0'];

/** Some tool name over the budget must be cut exactly like this. `room` is what the cut text and the digest share. */
function assertBeginning(beginning: string, room: number, options: ExposedNameOptions): void {
  const start = unescapeToolName(beginning);
  const names = CONTINUATIONS.map((more) => escapeUnder(options, start + more));
  if (!names.some((escaped) => escapedBeginning(escaped, room - DIGEST_ENDING_LENGTH) === beginning))
    throw notCanonical('no name is cut like this');
}

function notCanonical(why: string): InvalidToolNameError {
  return new InvalidToolNameError('not_canonical', `not an exposed name: ${why}`);
}
