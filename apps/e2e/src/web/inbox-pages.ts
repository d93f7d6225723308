import { expect } from '@jest/globals';
import type { ApprovalView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import type { Locator } from 'playwright-core';
import { type Operator, SOON } from '../system/operator.js';
import type { DevFile } from '../system/running-system.js';
import { PHONE, type Visit } from './browser.js';

/** Of a button that is tapped: https://www.w3.org/TR/WCAG22/#target-size-enhanced */
const TARGET_PX_MIN = 44;

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

/** Where it comes to lie once all of it is there: what it asks for, and what is known about it alone. */
export async function placeOf(its: Locator): Promise<Awaited<ReturnType<Locator['boundingBox']>>> {
  await its.getByRole('button', { name: 'Edit', disabled: false }).waitFor();
  return eventually(async () => {
    const place = await its.boundingBox();
    expect(await its.boundingBox()).toEqual(place);
    return place;
  }, SOON);
}

/** On a phone: there without scrolling, and large enough for a thumb. */
export async function tapWithinReach(button: Locator): Promise<void> {
  await button.waitFor();
  await eventually(async () => {
    const { y, height } = (await button.boundingBox()) ?? { y: Infinity, height: 0 };
    expect(height).toBeGreaterThanOrEqual(TARGET_PX_MIN);
    expect(y + height).toBeLessThanOrEqual(PHONE.height);
  }, SOON);
  await button.tap();
}

/** What one story has left waiting is in no other one's way. */
export async function denyAll(operator: Operator): Promise<void> {
  for (const { id } of await operator.list<ApprovalView>('/approvals?state=pending')) {
    await operator.session.send('POST', `/approvals/${id}/decision`, { decision: 'deny' });
  }
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
