import type { RequestContract } from '@countersign/contracts';
import { applyDecorators, Controller, UseFilters, UsePipes } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { DomainErrorRpcFilter } from './domain-error-rpc.filter.js';
import { DtoPipe } from './dto.pipe.js';

/** Where `BusServer` finds the contract of a handler. */
export const CONTRACT_EXTRA = 'countersignContract';

/** A Nest controller whose methods answer requests; see `Responds`. */
export function Responder(): ClassDecorator {
  return applyDecorators(Controller(), UseFilters(DomainErrorRpcFilter));
}

type Answer<I extends object, O extends object> = (input: I, ...rest: never[]) => Promise<O> | O;

/**
 * The method answers `contract`: it gets a validated instance of the input class and returns the output.
 * What it throws goes back to the asker: a DomainError as it is, everything else as `internal`.
 */
export function Responds<I extends object, O extends object>(contract: RequestContract<I, O>) {
  const pattern = MessagePattern(contract.subject, { [CONTRACT_EXTRA]: contract });
  const pipe = UsePipes(new DtoPipe(contract.input));
  return <M extends Answer<I, O>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): void => {
    pattern(target, key, descriptor);
    pipe(target, key, descriptor);
  };
}
