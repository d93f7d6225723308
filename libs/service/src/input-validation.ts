import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { InvalidInputError, type InputProblem } from '@countersign/contracts';

/** Validates bodies and queries against their DTO class; unknown fields are refused, every problem points at its place. */
export function inputValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    exceptionFactory: (errors) => new InvalidInputError(errors.flatMap((error) => toProblems(error, ''))),
  });
}

function toProblems(error: ValidationError, parent: string): InputProblem[] {
  const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const own = Object.entries(error.constraints ?? {}).map(([constraint, message]) => ({
    pointer,
    code: CODES[constraint] ?? constraint.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    message,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => toProblems(child, pointer))];
}

const CODES: Readonly<Record<string, string>> = { whitelistValidation: 'unknown_field', isDefined: 'required' };
