import { type Dto, InvalidInputError, type InputProblem } from '@countersign/contracts';
import { validateSync, type ValidationError } from 'class-validator';
import { escapePointer, Instantiation, isPlainObject } from './instantiate.js';

export interface ToDtoOptions {
  /** `tolerate` on the bus, where a newer sender may know more; `refuse` over HTTP, where an unknown field is a typo. */
  readonly unknownFields: 'tolerate' | 'refuse';
  /** Where `plain` is inside the message, as a JSON pointer. */
  readonly pointer?: string;
}

/**
 * Plain JSON → a validated instance of a DTO class.
 *
 * @throws InvalidInputError with one problem per broken rule, each with the JSON pointer of its place (`/tools/3/name`)
 *   and the validator's name as code (`is_uuid`). Messages never repeat the value.
 */
export function toDto<T extends object>(dtoClass: Dto<T>, plain: unknown, options: ToDtoOptions): T {
  const pointer = options.pointer ?? '';
  if (!isPlainObject(plain)) {
    throw new InvalidInputError([{ pointer, code: 'is_object', message: 'must be a JSON object' }]);
  }
  const instantiation = new Instantiation();
  const instance = instantiation.run(dtoClass, plain, pointer);
  const errors = validateSync(instance, {
    // A DTO without fields is fine; unknown members have not reached the instance.
    forbidUnknownValues: false,
    validationError: { target: false, value: false },
  });
  const problems = [...instantiation.problems, ...errors.flatMap((error) => problemsOf(error, pointer))];
  if (options.unknownFields === 'refuse') problems.push(...instantiation.unknownFields);
  if (problems.length > 0) throw new InvalidInputError(problems);
  return instance;
}

function problemsOf(error: ValidationError, parent: string): InputProblem[] {
  const pointer = `${parent}/${escapePointer(error.property)}`;
  const own = Object.entries(error.constraints ?? {}).map(([code, message]) => ({
    pointer,
    code: toSnakeCase(code),
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => problemsOf(child, pointer))];
}

function toSnakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
