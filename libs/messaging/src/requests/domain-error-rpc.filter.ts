import { Catch, type ExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/** Hands every exception on to `BusServer`, which turns it into a reply; Nest's own filter would hide the code. */
@Catch()
export class DomainErrorRpcFilter implements ExceptionFilter {
  catch(exception: unknown): Observable<never> {
    return throwError(() => exception);
  }
}
