/** Whoever reads for longer without touching anything has not left; their next touch counts. Far less than a session's silence. */
export const UNATTENDED_AFTER_MS = 5 * 60_000;
export const UNATTENDED_HEADER = 'x-countersign-unattended';

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** Whether somebody is at the page. What it asks for by itself must not keep the session of a tab that was left open. */
export class Attendance {
  private touchedAt: number;

  constructor(private readonly now: () => number = () => Date.now()) {
    this.touchedAt = now();
  }

  watch(page: EventTarget): void {
    const touch = (): void => void (this.touchedAt = this.now());
    for (const kind of TOUCHES) page.addEventListener(kind, touch, { capture: true, passive: true });
  }

  isUnattended(): boolean {
    return this.now() - this.touchedAt >= UNATTENDED_AFTER_MS;
  }
}
