import { findCollisions } from './find-collisions.js';
import { INVISIBLE } from './invisible.js';

/** Why a person should look at a name before the tool is used (rule 9). */
export type ToolNameFlag = 'confusable' | 'not_ascii' | 'invisible';

const HAS_INVISIBLE = new RegExp(INVISIBLE, 'u');
const NOT_ASCII = /[^\0-\x7F]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * The flags of one name among the tools of its integration; whether `siblings` contains the name itself does not matter.
 * For a whole catalogue use `flagToolNames`, which is linear.
 */
export function toolNameFlags(name: string, siblings: Iterable<string>): ToolNameFlag[] {
  const skeleton = skeletonOf(name);
  const isConfusable = [...siblings].some((sibling) => sibling !== name && skeletonOf(sibling) === skeleton);
  return flagsOf(name, isConfusable);
}

/** The flags of every name of one integration's catalogue. */
export function flagToolNames(names: Iterable<string>): ReadonlyMap<string, ToolNameFlag[]> {
  const all = new Set(names);
  const confusable = findCollisions(all, skeletonOf);
  return new Map([...all].map((name) => [name, flagsOf(name, confusable.has(name))]));
}

function flagsOf(name: string, isConfusable: boolean): ToolNameFlag[] {
  const flags: ToolNameFlag[] = isConfusable ? ['confusable'] : [];
  if (NOT_ASCII.test(name)) flags.push('not_ascii');
  if (HAS_INVISIBLE.test(name)) flags.push('invisible');
  return flags;
}

/**
 * NFKC_Casefold, for comparing only: ignorable characters go, upper then lower case stands for case folding (ß = SS, ς = σ),
 * and the second NFKC composes again what changing case took apart.
 */
function skeletonOf(name: string): string {
  return name.replace(IGNORABLE, '').normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}
