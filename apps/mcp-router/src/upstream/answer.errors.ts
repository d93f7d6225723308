/** An answer has more bytes than are read of one. */
export class AnswerTooLargeError extends Error {}

/** Nobody knows whose answer it is, or what the rest of this process would do with it. */
export class AnswerTooDeepError extends Error {}

/** Parsed it would be many times its bytes. */
export class AnswerTooManyValuesError extends Error {}

/** Too many answers are being read already. */
export class NoRoomForAnswerError extends Error {}
