/** Every limit of an authorization, with its reason. */

/** Of one answer. Real metadata has a few KiB, and tokens less. */
export const ANSWER_BYTES_MAX = 256 * 1024;

/** Of one request to the token endpoint: the router waits 15 s for credentials, and a second replica may have to try after the first. */
export const TOKEN_REQUEST_MS_MAX = 8_000;

/** Longer than a token request can take, so that a lease never ends under a request that is still out. */
export const RENEWAL_LEASE_MS = TOKEN_REQUEST_MS_MAX + 4_000;

/** How long a replica waits for the renewal of another: a lease that was lost with its holder, and a bit. */
export const RENEWAL_WAIT_MS_MAX = RENEWAL_LEASE_MS + 1_000;
/** A read of one row by its key. */
export const RENEWAL_POLL_MS = 100;

/** After a renewal that failed for the moment: all who wait fail with it instead of trying one after the other. */
export const RENEWAL_PAUSE_MS = 3_000;

/** A token that ends sooner is renewed first: it must outlive the call that it is fetched for. */
export const RENEW_BEFORE_END_MS = 60_000;

/** A server that refuses a token this new will refuse the next one too; each renewal costs a rotation at another company. */
export const RENEWED_RECENTLY_MS = 5_000;

/** A probe, metadata in up to five places, and a registration; the bus gives up on the answer after 30 s. */
export const START_MS_MAX = 25_000;

/** Revoking is a courtesy: tokens are forgotten here whether or not the server hears of it. */
export const REVOKE_MS_MAX = 5_000;

/** A person signs in and reads a consent page; a state that lies about longer is rather a thief's. */
export const STATE_LIFE_MINUTES = 10;

/** A registered client whose secret ends within this time would end with the authorization half done. */
export const CLIENT_LIFE_MIN_MINUTES = 60;

/** Of a token: what fits a header that servers accept, and the sealed form a message of the bus. */
export const TOKEN_LENGTH_MAX = 16 * 1024;
