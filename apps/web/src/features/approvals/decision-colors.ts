/** Dark enough for white words on them, in both colour schemes (WCAG AA). */
export const GO = 'teal.9';
/** What may destroy something, and a denial. */
export const DANGER = 'red.9';
