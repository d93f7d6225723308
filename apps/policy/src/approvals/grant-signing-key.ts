/** The Nest token of the `SigningKey` that signs grants. */
export const GRANT_SIGNING_KEY = Symbol('GRANT_SIGNING_KEY');
