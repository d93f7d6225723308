import { Inject } from '@nestjs/common';
import { type CallSettled, callSettled, type EventEnvelope } from '@countersign/contracts';
import { Consumes, type EventConsumer } from '@countersign/messaging';
import { ParkRunUseCase } from './park-run.use-case.js';
import { RecordSettledCallUseCase } from './record-settled-call.use-case.js';

/** The end of a call continues its run. */
@Consumes(callSettled)
export class CallSettledConsumer implements EventConsumer<CallSettled> {
  constructor(
    @Inject(RecordSettledCallUseCase) private readonly recordSettledCall: RecordSettledCallUseCase,
    @Inject(ParkRunUseCase) private readonly parkRun: ParkRunUseCase,
  ) {}

  async handle({ id, workspaceId, data }: EventEnvelope<CallSettled>): Promise<void> {
    const { runId, toolCallId, callId, state, isError } = data;
    // An external client's call belongs to no run.
    if (runId === null || toolCallId === null) return;
    const announced = { id, workspaceId, runId, end: { toolCallId, callId, state, isError } };
    await this.parkRun.orPark(workspaceId, runId, () => this.recordSettledCall.execute(announced));
  }
}
