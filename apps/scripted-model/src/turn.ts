export interface ScriptedCall {
  readonly name: string;
  /** The text that goes over the wire: a real model's may be no JSON at all, and so may this. */
  readonly arguments: string;
}

/** One answer of the model. */
export interface Turn {
  readonly text: string;
  readonly calls: readonly ScriptedCall[];
  /** Instead of an answer: an HTTP error. */
  readonly failure?: Failure;
  /** Before the answer begins. */
  readonly waitMs?: number;
  /** The connection breaks in the middle of the answer. */
  readonly cut?: boolean;
  /** Nothing more comes from the middle of the answer on. */
  readonly stall?: boolean;
  /** Between two pieces of a streamed answer, as a real model writes. */
  readonly dripMs?: number;
}

export interface Failure {
  readonly status: number;
  /** How often the same conversation fails before it is answered; without it, always. */
  readonly times?: number;
}

export function say(text: string): Turn {
  return { text, calls: [] };
}
