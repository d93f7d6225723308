/** A browser as far as redirects and cookies go: it keeps the cookies of each origin, and follows what it is told. */
export class TestBrowser {
  private readonly jars = new Map<string, Map<string, string>>();

  /** Where it ends up: the first answer that leads nowhere else. Stops before it requests what `until` accepts. */
  async go(
    start: string,
    until: (url: URL) => boolean = () => false,
  ): Promise<{ url: URL; response: Response | null }> {
    let url = new URL(start);
    for (let hops = 0; hops < 20; hops += 1) {
      if (until(url)) return { url, response: null };
      const response = await this.fetch(url);
      const location = response.headers.get('location');
      if (location === null) return { url, response };
      await response.body?.cancel();
      url = new URL(location, url);
    }
    throw new Error('it was sent in a circle');
  }

  async fetch(url: URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.jars.get(url.origin) ?? new Map<string, string>();
    this.jars.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const at = pair.indexOf('=');
      const isCleared = attributes.some((attribute) => /max-age=0$/i.test(attribute.trim()));
      if (isCleared) jar.delete(pair.slice(0, at));
      else jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  cookiesOf(origin: string): string[] {
    return [...(this.jars.get(origin)?.keys() ?? [])].sort();
  }
}
