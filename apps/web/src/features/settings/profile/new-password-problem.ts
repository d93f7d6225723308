const LENGTH_MIN = 12;

export const NEW_PASSWORD_HINT = `${LENGTH_MIN} characters or more; a sentence is fine.`;

/** What the browser can tell already; the server knows the passwords that are guessed first. */
export function newPasswordProblem(password: string): string | null {
  return [...password].length < LENGTH_MIN
    ? `It has ${[...password].length} of at least ${LENGTH_MIN} characters`
    : null;
}
