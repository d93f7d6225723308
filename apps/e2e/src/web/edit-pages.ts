import type { Locator } from 'playwright-core';
import type { Visit } from './browser.js';
import { untilShown } from './until-shown.js';

/** The dialog in which arguments are edited, wherever it was opened. */
export class EditPages {
  private readonly dialog: Locator;
  readonly approve: Locator;

  constructor(visit: Visit) {
    this.dialog = visit.page.getByRole('dialog');
    this.approve = this.dialog.getByRole('button', { name: 'Approve as edited' });
  }

  write(text: string): Promise<void> {
    return this.dialog.getByLabel('Arguments', { exact: true }).fill(text);
  }

  /** Nothing can be sent: it is what was asked for, or nothing that the tool takes. */
  async untilLocked(): Promise<void> {
    await untilShown(() => this.approve.isDisabled(), true);
  }

  untilNoJson(): Promise<void> {
    return this.dialog.getByText(/JSON/).first().waitFor();
  }

  async untilRefused(...pointers: string[]): Promise<void> {
    await this.dialog.getByText('The tool does not take this').waitFor();
    for (const pointer of pointers) {
      await this.dialog.getByRole('alert').getByText(pointer, { exact: true }).first().waitFor();
    }
    await this.untilLocked();
  }

  /** Both sides are in view. */
  async untilSides(...texts: string[]): Promise<void> {
    const sides = this.dialog.getByRole('group', { name: 'Asked for, and what runs instead' });
    for (const text of texts) await sides.getByText(text).waitFor();
    await this.dialog.getByText('The tool does not take this').waitFor({ state: 'detached' });
  }
}
