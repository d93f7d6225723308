import { expect } from '@jest/globals';
import type { ApprovalView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { Locator } from 'playwright-core';
import { type Operator, SOON } from '../system/operator.js';
import type { DevFile } from '../system/running-system.js';
import type { Visit } from './browser.js';

/** The card of the call with this text in it. */
export function card({ page }: Visit, text: string): Locator {
  return page.getByRole('article').filter({ hasText: text });
}

/** The inbox without what it has kept of before. */
export async function fresh({ page }: Visit): Promise<void> {
  await page.goto('/approvals');
  await page.getByRole('heading', { level: 1, name: 'Approvals' }).waitFor();
}

/** Wherever the sign-in came up. */
export async function fillInSignIn({ page }: Visit, { adminEmail, adminPassword }: DevFile): Promise<void> {
  await page.getByLabel('E-mail').fill(adminEmail);
  await page.getByLabel('Password', { exact: true }).fill(adminPassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** So many calls wait for a person. */
export async function untilPending(operator: Operator, count: number): Promise<void> {
  await eventually(async () => {
    expect(await operator.list<ApprovalView>('/approvals?state=pending')).toHaveLength(count);
  }, SOON);
}

/** What a script that got into the page would have asked or said: each is kept, and closed. */
export function dialogsOf({ page }: Visit): string[] {
  const messages: string[] = [];
  page.on('dialog', (dialog) => {
    messages.push(dialog.message());
    void dialog.dismiss();
  });
  return messages;
}
