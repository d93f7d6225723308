import { describe, expect, it } from '@jest/globals';
import { type BrowserAnswer, checkAnswer } from './check-answer.js';

const server = {
  issuer: 'https://login.example',
  tokenEndpoint: 'https://login.example/token',
  revocationEndpoint: null,
  idTokenAlgorithms: null,
  namesIssuer: true,
};
const good = { state: 's', code: 'c', iss: server.issuer };

function codeOf(answer: BrowserAnswer, namesIssuer = true): string {
  try {
    checkAnswer({ ...server, namesIssuer }, 'client', answer);
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('what a browser brings back', () => {
  it('is taken when its issuer is exactly the one it was sent to', () => {
    expect(codeOf(good)).toBe('taken');
    expect(codeOf({ ...good, iss: undefined }, false)).toBe('taken');
    expect(codeOf(good, false)).toBe('taken');
  });

  it.each([
    ['https://login.example/', true],
    ['https://LOGIN.example', true],
    ['https://evil.example', true],
    ['https://evil.example', false],
    ['', false],
    [undefined, true],
  ])('is refused when it names %p as its issuer', (iss, namesIssuer) => {
    expect(codeOf({ ...good, iss }, namesIssuer)).toBe('oauth.issuer_mismatch');
  });

  it('is not believed about an error either when its issuer is wrong', () => {
    expect(codeOf({ state: 's', error: 'access_denied', iss: 'https://evil.example' })).toBe('oauth.issuer_mismatch');
    expect(codeOf({ state: 's', error: 'access_denied', iss: server.issuer })).toBe('oauth.denied');
  });

  it('must hold a code or an error', () => {
    expect(codeOf({ state: 's', iss: server.issuer })).toBe('oauth.denied');
  });

  it('is told in our own words', () => {
    const answer = { state: 's', error: 'canary-text', iss: server.issuer };
    expect(() => checkAnswer(server, 'client', answer)).not.toThrow(/canary/);
    expect(() => checkAnswer(server, 'client', { ...answer, error: 'access_denied' })).toThrow(/said no/);
  });
});
