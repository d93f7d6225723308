export interface AnnotationInWords {
  readonly key: string;
  readonly words: string;
  /** What a person should be careful with. */
  readonly isWarning: boolean;
}

const WORDS: Readonly<Record<string, readonly [whenTrue: string, whenFalse: string]>> = {
  readOnlyHint: ['Says that it only reads.', 'Says that it may change something.'],
  destructiveHint: ['Says that it may delete or overwrite.', 'Says that it only adds, and destroys nothing.'],
  idempotentHint: [
    'Says that the same call twice does no more than once.',
    'Says that the same call twice may do something twice.',
  ],
  openWorldHint: [
    'Says that it reaches beyond its own server, the web for example.',
    'Says that it stays within its own server.',
  ],
};
const WARNINGS = new Set(['destructiveHint:true', 'readOnlyHint:false', 'openWorldHint:true']);

/** What a server says of its tool (MCP tool annotations), in words. They are claims of the server: nothing checks them. */
export function describeAnnotations(annotations: Readonly<Record<string, unknown>> | null): AnnotationInWords[] {
  return Object.entries(annotations ?? {}).map(([key, value]) => {
    const [whenTrue, whenFalse] = WORDS[key] ?? [];
    const known = value === true ? whenTrue : value === false ? whenFalse : undefined;
    const words = known ?? `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    return { key, words, isWarning: WARNINGS.has(`${key}:${String(value)}`) };
  });
}
