import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toSignatureHeaders } from './signature.js';
import { rotateSecrets, goodSecrets } from './webhook-target.js';

/** The example of the Standard Webhooks libraries. */
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';

type Verify = (secret: string, headers: Record<string, string>, body: string, now: number) => boolean;

/** The code that the documentation gives to receivers, as it stands there. */
async function documentedVerify(): Promise<Verify> {
  const text = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n([^]*?)```/.exec(text) ?? [];
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { verifyWebhook: Verify };
  return module.verifyWebhook;
}

describe('the signature of a delivery', () => {
  it('is that of Standard Webhooks', () => {
    expect(toSignatureHeaders(MESSAGE, [SECRET])).toEqual({
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': SIGNATURE,
    });
  });

  it('is there once for every secret that is good', () => {
    const other = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
    const headers = toSignatureHeaders(MESSAGE, [other, SECRET]);
    expect(headers['webhook-signature']?.split(' ')).toEqual([expect.stringMatching(/^v1,/), SIGNATURE]);
  });

  it('is verified by the code in the documentation, which refuses what is changed, old or signed by others', async () => {
    const verify = await documentedVerify();
    const headers = toSignatureHeaders(MESSAGE, [`whsec_${Buffer.alloc(32, 1).toString('base64')}`, SECRET]);
    const { timestamp: now, body } = MESSAGE;
    expect(verify(SECRET, headers, body, now)).toBe(true);
    expect(verify(SECRET, headers, `${body} `, now)).toBe(false);
    expect(verify(SECRET, { ...headers, 'webhook-id': 'msg_2' }, body, now)).toBe(false);
    expect(verify(SECRET, headers, body, now + 301)).toBe(false);
    expect(verify(`whsec_${Buffer.alloc(32, 2).toString('base64')}`, headers, body, now)).toBe(false);
    expect(verify(SECRET, { ...headers, 'webhook-signature': 'v1,eA==' }, body, now)).toBe(false);
  });
});

describe('signing secrets', () => {
  const at = (hours: number) => new Date(Date.UTC(2026, 0, 1, hours));

  it('overlap when they are rotated, and no more than two of them', () => {
    const first = [{ secret: 'a', until: null }];
    const second = rotateSecrets(first, 'b', at(24));
    expect(goodSecrets(second, at(1))).toEqual(['b', 'a']);
    expect(goodSecrets(second, at(24))).toEqual(['b']);
    expect(goodSecrets(rotateSecrets(second, 'c', at(26)), at(2))).toEqual(['c', 'b']);
  });
});
