import { InvalidJsonError, type InvalidJsonCode } from './invalid-json.errors.js';
import { isExactNumber } from './is-exact-number.js';

interface Container {
  /** The keys seen so far; null for an array. */
  readonly keys: Set<string> | null;
  /** Where in the container the scanner is: the current key or the current index. */
  step: string | number;
  expectsKey: boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /[-+.\deE]+/y;

/**
 * Looks for what JSON.parse lets through or loses. It walks a text that JSON.parse has already accepted, so it need not
 * know the grammar: only where containers, strings and numbers begin and end. One pass, no recursion, linear time.
 */
export class JsonScanner {
  private readonly open: Container[] = [];
  private position = 0;
  private values = 0;

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  /** @returns what `countJsonValues` says of the text. @throws InvalidJsonError at the first thing that is refused. */
  scan(): number {
    while (this.position < this.text.length) this.step(this.text.charAt(this.position));
    return this.values;
  }

  private step(character: string): void {
    switch (character) {
      case '{':
        return this.enter({ keys: new Set(), step: '', expectsKey: true });
      case '[':
        return this.enter({ keys: null, step: 0, expectsKey: false });
      case '}':
      case ']':
        this.open.pop();
        break;
      case ',':
        this.nextMember();
        break;
      case '"':
        return this.string();
      default:
        if (character === '-' || (character >= '0' && character <= '9')) return this.number();
    }
    this.position += 1;
  }

  private enter(container: Container): void {
    if (this.open.length >= this.maxDepth)
      this.refuse('json.too_deep', `nested more than ${this.maxDepth} levels deep`);
    this.open.push(container);
    this.values += 1;
    this.position += 1;
  }

  private nextMember(): void {
    this.values += 1;
    const container = this.open.at(-1);
    if (container === undefined) return;
    if (typeof container.step === 'number') container.step += 1;
    else container.expectsKey = true;
  }

  private number(): void {
    NUMBER.lastIndex = this.position;
    const literal = NUMBER.exec(this.text)?.[0] ?? '';
    if (!isExactNumber(literal)) this.refuse('json.unsafe_integer', 'a number that a double cannot hold exactly');
    this.position += literal.length;
  }

  private string(): void {
    const value = this.readString();
    const container = this.open.at(-1);
    if (container?.expectsKey === true) this.key(container, value);
    // An escape can smuggle in a lone surrogate, which has no UTF-8 form: it would change on the way out.
    if (!value.isWellFormed()) this.refuse('json.malformed', 'a lone surrogate');
  }

  private readString(): string {
    const start = this.position;
    let end = start + 1;
    let isEscaped = false;
    for (let unit = this.text.charCodeAt(end); unit !== QUOTE; unit = this.text.charCodeAt(end)) {
      isEscaped ||= unit === BACKSLASH;
      end += unit === BACKSLASH ? 2 : 1;
    }
    this.position = end + 1;
    return isEscaped ? (JSON.parse(this.text.slice(start, end + 1)) as string) : this.text.slice(start + 1, end);
  }

  private key(container: Container, key: string): void {
    container.expectsKey = false;
    container.step = key;
    if (container.keys?.has(key) === true) this.refuse('json.duplicate_key', 'the same key twice in one object');
    if (this.isPollution(key)) this.refuse('json.forbidden_key', 'a key that reaches a prototype');
    container.keys?.add(key);
  }

  /** The two ways by which a careless merge behind us writes to Object.prototype. */
  private isPollution(key: string): boolean {
    return key === '__proto__' || (key === 'prototype' && this.open.at(-2)?.step === 'constructor');
  }

  private refuse(code: InvalidJsonCode, message: string): never {
    throw new InvalidJsonError(code, message, this.open.map(({ step }) => `/${escapePointer(step)}`).join(''));
  }
}

function escapePointer(step: string | number): string {
  return String(step).replaceAll('~', '~0').replaceAll('/', '~1').toWellFormed();
}
