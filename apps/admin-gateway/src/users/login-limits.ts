/** A person who mistypes needs fewer; guessing needs thousands. */
export const LOGIN_ATTEMPTS_MAX = 10;
