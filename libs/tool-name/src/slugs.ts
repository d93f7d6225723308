/** Slugs without the rest of the codec, whose digests need Node: for browsers. */
export { deriveSlug } from './derive-slug.js';
export { InvalidToolNameError } from './invalid-tool-name.errors.js';
export { isSlug, SLUG_LENGTH_MAX } from './slug.js';
