import { createContext, runInContext } from 'node:vm';
import type { HttpClient } from './test-http.fixture-spec.js';

type Listener = (event: object) => void;

/** As much of a page as the script uses; its requests go to the real API, with the cookie that this one gave. */
export class TestPage {
  readonly elements = new Map<string, ReturnType<typeof anElement>>();
  wentTo: string | null = null;
  private cookie = '';

  constructor(
    private readonly api: HttpClient,
    script: string,
    place: { readonly search?: string; readonly pathname?: string },
  ) {
    const location = { search: '', pathname: '/', ...place, assign: (url: string) => (this.wentTo = url) };
    const document = {
      getElementById: (id: string) => this.element(id),
      createElement: () => anElement(),
    };
    const fetch = this.fetch.bind(this);
    class FormData extends Map<string, string> {
      constructor(fields: Iterable<[string, string]> = []) {
        super(fields);
      }
    }
    runInContext(script, createContext({ location, document, fetch, FormData, URL, URLSearchParams }));
  }

  element(id: string) {
    const element = this.elements.get(id) ?? anElement();
    this.elements.set(id, element);
    return element;
  }

  private async fetch(path: string, init: { method: string; headers: Record<string, string>; body?: string }) {
    const { method, body } = init;
    const type = init.headers['content-type'] ?? 'text/plain';
    const headers = { ...init.headers, cookie: this.cookie, 'content-type': type };
    // A browser sends no body where there is none, whatever type is named.
    const answer = await this.api.send(method, path, { headers, ...(body !== undefined && { body }) });
    const [cookie] = answer.headers['set-cookie'] ?? [];
    if (cookie !== undefined) this.cookie = cookie.split(';')[0] ?? '';
    return { ok: answer.status < 300, status: answer.status, json: () => Promise.resolve(answer.body) };
  }
}

/** A form is iterated over by its fields. */
function anElement() {
  const listeners: Listener[] = [];
  let fields: [string, string][] = [];
  return {
    hidden: true,
    textContent: '',
    children: [] as { readonly textContent: string }[],
    replaceChildren(...children: { readonly textContent: string }[]) {
      this.children = children;
    },
    addEventListener: (_: string, listener: Listener) => listeners.push(listener),
    fill: (values: Readonly<Record<string, string>>) => (fields = Object.entries(values)),
    press(values: Readonly<Record<string, string>> = {}) {
      for (const listener of listeners) listener({ preventDefault: () => undefined, target: Object.entries(values) });
    },
    [Symbol.iterator]: () => fields[Symbol.iterator](),
  };
}
