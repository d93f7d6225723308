import { assertSlug, deriveSlug, InvalidToolNameError } from '@countersign/tool-name';
import { BadSlugError } from './integration.errors.js';

/** The slug a person chose, or the one that the display name suggests. @throws BadSlugError */
export function chooseSlug(displayName: string, slug: string | null | undefined): string {
  try {
    if (slug === undefined || slug === null) return deriveSlug(displayName);
    assertSlug(slug);
    return slug;
  } catch (error) {
    if (!(error instanceof InvalidToolNameError)) throw error;
    const hint = slug ? '' : '; none follows from the display name, so choose one';
    throw new BadSlugError(`${error.message}${hint}`, { cause: error });
  }
}
