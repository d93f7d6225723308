import { Inject, Injectable } from '@nestjs/common';
import { CancelRunUseCase } from './cancel-run.use-case.js';
import { ForkRunUseCase } from './fork-run.use-case.js';
import { SendMessageUseCase } from './send-message.use-case.js';
import { StartRunUseCase } from './start-run.use-case.js';

/** What people do with runs, together, so that who answers them stays small. */
@Injectable()
export class RunWrites {
  constructor(
    @Inject(StartRunUseCase) readonly start: StartRunUseCase,
    @Inject(SendMessageUseCase) readonly send: SendMessageUseCase,
    @Inject(CancelRunUseCase) readonly cancel: CancelRunUseCase,
    @Inject(ForkRunUseCase) readonly fork: ForkRunUseCase,
  ) {}
}
