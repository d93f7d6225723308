import { Inject, Injectable } from '@nestjs/common';
import { DELTA_CHARACTERS_MAX, type RunDelta, runDelta } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { Bus, publishHint } from '@countersign/messaging';

/** A reader's eye does not see less, and a model that writes a word at a time is not a message for each. */
const GATHER_MS = 50;
/** As much is told at once. */
const GATHER_CHARACTERS = 1_024;

export type DeltaPlace = Pick<RunDelta, 'workspaceId' | 'runId' | 'turn'>;

/** Tells who watches a run what its model is writing. Nothing of it is needed: the record has the whole text. */
@Injectable()
export class RunDeltas {
  constructor(@Inject(Bus) private readonly bus: Bus) {}

  /** One attempt at an answer; `end` it, whatever becomes of it. */
  begin(place: DeltaPlace): DeltaSender {
    const attempt = newId();
    return new DeltaSender((index, text) => publishHint(this.bus, runDelta, { ...place, attempt, index, text }));
  }
}

/** Gathers pieces for a moment, and sends them numbered. */
export class DeltaSender {
  private gathered = '';
  private index = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly send: (index: number, text: string) => void) {}

  add(text: string): void {
    this.gathered += text;
    if (this.gathered.length >= GATHER_CHARACTERS) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), GATHER_MS);
  }

  end(): void {
    this.flush();
    this.sendText(this.gathered);
    this.gathered = '';
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    // The first half of a character waits for its second.
    const isHalf = /[\uD800-\uDBFF]$/.test(this.gathered);
    const text = isHalf ? this.gathered.slice(0, -1) : this.gathered;
    this.gathered = this.gathered.slice(text.length);
    this.sendText(text);
  }

  private sendText(text: string): void {
    for (let start = 0; start < text.length;) {
      const piece = text.slice(start, start + DELTA_CHARACTERS_MAX);
      // Not between the two halves of a character.
      const length = /[\uD800-\uDBFF]$/.test(piece) && piece.length > 1 ? piece.length - 1 : piece.length;
      this.send(this.index, piece.slice(0, length).toWellFormed());
      this.index += 1;
      start += length;
    }
  }
}
