import { describe, expect, it } from '@jest/globals';
import type { Announcement } from './announcement.js';
import { toDeliveryBody } from './delivery-body.js';
import { anAnnouncement } from './announcement.fixture-spec.js';
import { toSlackMessage } from './slack-message.js';

interface Message {
  readonly text: string;
  readonly blocks: { readonly text: { readonly type: string; readonly verbatim: boolean; readonly text: string } }[];
}

const messageOf = (announcement: Announcement) => toSlackMessage(announcement) as Message;

describe('a message to Slack', () => {
  it('says what is asked, by whom, until when and where to decide', () => {
    const { text, blocks } = messageOf(anAnnouncement());
    expect(text).toBe('A call waits for approval: `Tracker` `issue.delete`');
    expect(blocks).toEqual([
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          verbatim: true,
          text: [
            '*A call waits for approval*',
            '`Tracker` `issue.delete`',
            'Asked by “Night run”',
            'The policy of this tool requires approval.',
            'Until 2026-01-02T00:00:00.000Z',
            '<https://countersign.example/approvals/1|Open in Countersign>',
          ].join('\n'),
        },
      },
    ]);
  });

  it.each([
    ['approval.reminder', 'pending', 'A call still waits for approval (50 %)'],
    ['approval.decided', 'approved', 'A call was approved'],
    ['approval.decided', 'invalidated', 'A call was invalidated'],
    ['approval.expired', 'expired', 'Nobody decided in time'],
  ] as const)('of %s, %s has a title of its own', (event, state, title) => {
    const ended = state === 'pending' ? {} : { state, decidedAt: new Date(0), reasonCode: 'denied' as const };
    const announcement = anAnnouncement(ended, { event, percent: event === 'approval.reminder' ? 50 : null });
    expect(messageOf(announcement).text).toMatch(`${title}: `);
  });

  it.each([
    ['approval.requested', 'approved'],
    ['approval.reminder', 'denied'],
    ['approval.requested', 'expired'],
  ] as const)('of %s that is sent when the call is %s already asks nobody any more', (event, state) => {
    const decidedBy = { kind: 'user', id: 'g', name: 'Grace' } as const;
    const ended = { state, decidedBy, decidedAt: new Date(0), reasonCode: state };
    const excerpt = { text: '{"id":7}', isCut: false };
    const announcement = anAnnouncement(ended, { event, percent: null, arguments: excerpt });
    const { text, blocks } = messageOf(announcement);
    expect(text).toMatch(`A call waited for approval and is ${state} by now: `);
    expect(blocks[0]?.text.text).toContain('Decided by “Grace”');
    expect(JSON.stringify(blocks)).not.toMatch(/Until|\{\\"id/);
    const { data } = toDeliveryBody(announcement) as { data: Record<string, unknown> };
    expect(data).toMatchObject({ state, outcome: state, decidedBy: { name: 'Grace' } });
    expect(data).not.toHaveProperty('arguments');
  });

  it.each([
    '<!channel> <@U1> <https://evil.test|Open in Countersign>',
    'a & b',
    '*bold* `code` ~gone~',
    'two\nlines\n*Approved*',
    'ab\u202Edc\u200B',
  ])('makes no markup of %j', (words) => {
    const principal = { kind: 'run', id: 'r', name: words } as const;
    const ended = {
      state: 'denied',
      decidedAt: new Date(0),
      reasonCode: 'denied',
      decidedBy: principal,
      reason: words,
    } as const;
    for (const announcement of [
      anAnnouncement({ principal, toolName: Buffer.from(words) }, { arguments: { text: words, isCut: false } }),
      anAnnouncement({ principal, ...ended }, { event: 'approval.decided' }),
    ]) {
      const message = messageOf(announcement);
      for (const { text } of message.blocks) {
        const own = text.text
          .replace('<https://countersign.example/approvals/1|Open in Countersign>', '')
          .replaceAll(/&(amp|lt|gt);/g, '');
        expect(own).not.toMatch(/[<>&]|[\u202E\u200B]/);
        expect(own.match(/^\*.*\*$/gm) ?? []).toHaveLength(text.text.startsWith('```') ? 0 : 1);
      }
    }
  });

  it('stays within what Slack takes', () => {
    const words = '<&>*`\u202E'.repeat(2_000);
    const principal = { kind: 'run', id: 'r', name: words } as const;
    const change = { principal, toolName: Buffer.from(words), reason: words, decidedBy: principal };
    for (const event of ['approval.requested', 'approval.decided'] as const) {
      const ended =
        event === 'approval.decided'
          ? ({ state: 'denied', decidedAt: new Date(0), reasonCode: 'denied' } as const)
          : {};
      const excerpt = { text: words.slice(0, 4_000), isCut: true };
      const { text, blocks } = messageOf(anAnnouncement({ ...change, ...ended }, { event, arguments: excerpt }));
      expect(text.length).toBeLessThan(4_000);
      for (const block of blocks) expect(block.text.text.length).toBeLessThan(3_000);
    }
  });
});

describe('a body in JSON', () => {
  it('spells out what cannot be seen in names and reasons', () => {
    const decidedBy = { kind: 'user', id: 'u', name: 'A\u200Bda' } as const;
    const ended = {
      state: 'denied',
      decidedAt: new Date(0),
      reasonCode: 'denied',
      decidedBy,
      reason: 'no\u202E',
    } as const;
    const body = toDeliveryBody(
      anAnnouncement({ toolName: Buffer.from('x\u200By'), ...ended }, { event: 'approval.decided' }),
    );
    expect(body).toMatchObject({
      data: { tool: 'x\\u{200B}y', decidedBy: { name: 'A\\u{200B}da' }, reason: 'no\\u{202E}', outcome: 'denied' },
    });
    expect(JSON.stringify(body)).not.toMatch(/arguments"|"id"/);
  });

  it('has arguments in questions alone, and there only where they are told', () => {
    const told = { arguments: { text: '{}', isCut: false } };
    expect(toDeliveryBody(anAnnouncement({}, told))).toMatchObject({
      data: { arguments: '{}', argumentsTruncated: false },
    });
    const ended = anAnnouncement(
      { state: 'approved', decidedAt: new Date(0), reasonCode: 'approved' },
      { ...told, event: 'approval.decided' },
    );
    expect(JSON.stringify(toDeliveryBody(ended))).not.toContain('arguments"');
  });
});
