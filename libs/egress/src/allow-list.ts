import {
  type Address,
  type Cidr,
  isInCidr,
  isNeverAllowed,
  isPublicAddress,
  parseAddress,
  parseCidr,
  withoutBrackets,
} from './address-rules.js';
import { InvalidAllowListError } from './egress.errors.js';

/**
 * An operator's opening for one host. Part of the deployment's configuration; a workspace can never add one.
 */
export interface AllowRule {
  /** A name, an address, or `*.` and a domain: every name below it. */
  readonly host: string;
  /** Absent: any port. */
  readonly ports?: readonly number[];
  /**
   * Where the host must live; absent: on the public internet (or, for an address, at that address). A private network
   * opens only by being named here: a name alone could be pointed anywhere by whoever runs its DNS.
   */
  readonly cidrs?: readonly string[];
  /** Plain http too. */
  readonly http?: boolean;
}

export interface Endpoint {
  readonly protocol: 'https:' | 'http:';
  /** As WHATWG writes it, without brackets. */
  readonly hostname: string;
  readonly port: number;
}

export interface AllowList {
  /** What is wrong with the endpoint, before anything is resolved. */
  findRefusal(endpoint: Endpoint): 'scheme_not_allowed' | 'port_not_allowed' | undefined;
  /** Whether the endpoint may be dialled at this address. */
  permits(endpoint: Endpoint, address: Address): boolean;
}

/** Where MCP servers, OIDC providers and webhooks listen; others are named by the operator. 25, 22 and 6379 are not web. */
const DEFAULT_HTTPS_PORTS: readonly number[] = [443, 8443];
const PORT_MAX = 65_535;

interface CompiledRule {
  readonly matchesHost: (hostname: string) => boolean;
  readonly ports: readonly number[] | undefined;
  readonly cidrs: readonly Cidr[] | undefined;
  readonly http: boolean;
}

/** Throws InvalidAllowListError. */
export function compileAllowList(rules: readonly AllowRule[]): AllowList {
  const compiled = rules.map(compileRule);
  const rulesFor = ({ protocol, hostname, port }: Endpoint) =>
    compiled.filter(
      (rule) =>
        rule.matchesHost(hostname) &&
        (rule.http || protocol === 'https:') &&
        (rule.ports === undefined || rule.ports.includes(port)),
    );
  return {
    findRefusal(endpoint) {
      if (rulesFor(endpoint).length > 0) return undefined;
      if (endpoint.protocol !== 'https:') return 'scheme_not_allowed';
      return DEFAULT_HTTPS_PORTS.includes(endpoint.port) ? undefined : 'port_not_allowed';
    },
    permits(endpoint, address) {
      if (isNeverAllowed(address)) return false;
      const applicable = rulesFor(endpoint);
      if (applicable.length === 0) return isPublicAddress(address);
      // A rule that says where its host lives holds for the public internet too.
      return applicable.some((rule) => rule.cidrs?.some((cidr) => isInCidr(address, cidr)) ?? isPublicAddress(address));
    },
  };
}

function compileRule(rule: AllowRule): CompiledRule {
  const fail = (problem: string) => new InvalidAllowListError(rule.host, problem);
  for (const port of rule.ports ?? []) {
    if (!Number.isInteger(port) || port < 1 || port > PORT_MAX) throw fail(`${port} is not a port`);
  }
  const cidrs = rule.cidrs?.map((text) => {
    const cidr = parseCidr(text);
    if (cidr === undefined) throw fail(`${text} is not a CIDR`);
    return cidr;
  });
  const literal = parseAddress(withoutBrackets(rule.host));
  const own: readonly Cidr[] | undefined = literal && [[literal, literal.kind() === 'ipv4' ? 32 : 128]];
  return { matchesHost: hostMatcher(rule.host), ports: rule.ports, cidrs: cidrs ?? own, http: rule.http ?? false };
}

function hostMatcher(host: string): (hostname: string) => boolean {
  const literal = parseAddress(withoutBrackets(host))?.toString();
  if (literal !== undefined) return (hostname) => parseAddress(hostname)?.toString() === literal;
  const isWildcard = host.startsWith('*.');
  const name = toPlainName(isWildcard ? host.slice(2) : host);
  if (name === undefined) throw new InvalidAllowListError(host, 'it is not a host name, an address or *.domain');
  return isWildcard ? (hostname) => hostname.endsWith(`.${name}`) : (hostname) => hostname === name;
}

/**
 * Labels of letters, digits, hyphens and underscores, as WHATWG leaves them, and no dot at the end: with it a name has two
 * spellings, and TLS knows one.
 */
export function isPlainHost(hostname: string): boolean {
  return parseAddress(hostname) !== undefined || /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(hostname);
}

/** The form in which URLs hold it, so that both sides of a comparison went through the same parser. */
function toPlainName(host: string): string | undefined {
  const url = `https://${host}/`;
  if (/[\s:/?#@\\[]/.test(host) || !URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return isPlainHost(hostname) && parseAddress(hostname) === undefined ? hostname : undefined;
}
