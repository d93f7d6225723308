const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const GROUPS = 8;
/** Of 16 bits each: a /64 is what one customer has, and can choose from for every request. */
const COUNTED_GROUPS = 4;

/**
 * By what an address is counted.
 *
 * | address                 | counted by            |
 * |-------------------------|-----------------------|
 * | `192.0.2.1`             | itself                |
 * | `::ffff:192.0.2.1`      | `192.0.2.1`           |
 * | `2001:db8:1:2:a:b:c:d`  | `2001:db8:1:2::/64`   |
 * | `2001:DB8::1`           | `2001:db8:0:0::/64`   |
 */
export function toCountedAddress(address: string): string {
  const [, mapped] = MAPPED_IPV4.exec(address) ?? [];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [left = [], right = []] = address.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, GROUPS - left.length - right.length) }, () => '0');
  const groups = [...left, ...zeros, ...right].slice(0, COUNTED_GROUPS);
  return `${groups.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`;
}
