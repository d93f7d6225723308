import { type AllowRule, compileAllowList } from './allow-list.js';
import { InvalidAllowListError } from './egress.errors.js';

/**
 * An allow-list as operators write it, one entry per line or between semicolons:
 *
 * | entry                                            | opens                                                   |
 * |--------------------------------------------------|---------------------------------------------------------|
 * | `tracker.corp.example 10.20.0.0/16`              | https on any port, if the name leads into that network  |
 * | `*.corp.example 10.0.0.0/8 ports=443,9443`       | the same for every name below, on two ports             |
 * | `localhost 127.0.0.0/8 ::1/128 http`             | plain http as well                                      |
 * | `127.0.0.1 http`                                 | that address                                            |
 * | `mcp.example ports=9000`                         | one more port of a public server                        |
 *
 * `#` begins a comment. Throws InvalidAllowListError, naming the entry.
 */
export function parseAllowList(text: string): readonly AllowRule[] {
  const entries = text
    .split('\n')
    .flatMap((line) => line.replace(/#.*$/, '').split(';'))
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const rules = entries.map(parseEntry);
  // Read here and not only where it is used, so that an operator hears of a mistake at the start.
  compileAllowList(rules);
  return rules;
}

function parseEntry(entry: string): AllowRule {
  const [host = '', ...words] = entry.split(/\s+/);
  const cidrs = words.filter((word) => word !== 'http' && !word.startsWith('ports='));
  const portLists = words.filter((word) => word.startsWith('ports='));
  if (portLists.length > 1) throw new InvalidAllowListError(entry, 'ports are given twice');
  return {
    host,
    ...(portLists[0] === undefined ? {} : { ports: parsePorts(entry, portLists[0]) }),
    ...(cidrs.length === 0 ? {} : { cidrs }),
    ...(words.includes('http') ? { http: true } : {}),
  };
}

function parsePorts(entry: string, word: string): readonly number[] {
  return word
    .slice('ports='.length)
    .split(',')
    .map((port) => {
      if (!/^\d{1,5}$/.test(port)) throw new InvalidAllowListError(entry, `"${port}" is not a port`);
      return Number(port);
    });
}
