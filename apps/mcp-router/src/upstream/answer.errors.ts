/** An answer has more bytes than are read of one. */
export class AnswerTooLargeError extends Error {}

/** Nobody knows whose answer it is, or what the rest of this process would do with it. */
export class AnswerTooDeepError extends Error {}
