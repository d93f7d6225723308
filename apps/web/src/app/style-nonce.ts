import { setNonce } from 'get-nonce';

/** What the gateway wrote into this very answer: style elements that scripts add must carry it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? '';
}

/** For the library that keeps the page from scrolling behind a dialog. */
export function announceStyleNonce(): void {
  setNonce(styleNonce());
}
