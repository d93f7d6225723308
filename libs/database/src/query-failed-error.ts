/**
 * How every statement fails, whichever pool ran it. From its own file: TypeORM as a whole is the drivers of ten databases
 * and a query builder, some 7 MB of memory, of which a service without entities needs this class alone.
 */
export { QueryFailedError } from 'typeorm/error/QueryFailedError.js';
