import { CliError, EXIT } from '../cli.errors.js';

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The address of an installation, as credentials are kept under.
 *
 * | typed                           | kept                       |
 * |---------------------------------|----------------------------|
 * | `https://Tools.Example.com/`    | `https://tools.example.com`|
 * | `https://a.example/cs/?x#y`     | `https://a.example/cs`     |
 *
 * @throws CliError for what is no http address, or has a password in it
 */
export function toInstallationUrl(text: string, name = 'The address'): string {
  const url = /^https?:\/\/./i.test(text) && URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username || url.password) {
    throw new CliError(`${name} is "${text}"; it must be the address of an installation.`, EXIT.usage);
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** A token that goes over plain http belongs to everybody on the way. */
export function isPrivateOnTheWay(installation: string): boolean {
  const { protocol, hostname } = new URL(installation);
  return protocol === 'https:' || LOOPBACK_HOSTS.has(hostname);
}
