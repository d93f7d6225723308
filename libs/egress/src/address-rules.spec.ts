import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInCidr, isNeverAllowed, isPublicAddress, parseAddress, parseCidr } from './address-rules.js';

function judge(text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`${text} is no address`);
  return isPublicAddress(address);
}

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '93.184.216.34', '8.8.8.8', '223.255.255.254', '2606:4700::1111', '2a00:1450:4001::1'])(
    'takes %s',
    (text) => {
      expect(judge(text)).toBe(true);
    },
  );

  it.each([
    ['this network', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['link-local', '169.254.0.1', '169.254.169.254', '169.254.170.2', 'fe80::1', 'febf::1'],
    ['carrier-grade NAT', '100.64.0.1', '100.127.255.255', '100.100.100.200'],
    ['metadata that counts as unicast', '168.63.129.16'],
    ['reserved', '192.0.0.192', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '240.0.0.1'],
    ['multicast and broadcast', '224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1'],
    ['unique local', 'fc00::1', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254', 'fdff::1'],
    ['unspecified', '::'],
    ['IPv4-compatible', '::127.0.0.1', '::a9fe:a9fe', '::8.8.8.8', '::2'],
    ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:10.0.0.1'],
    ['IPv4-translated', '::ffff:0:127.0.0.1', '::ffff:0:a9fe:a9fe'],
    ['NAT64', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b::808:808', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2002:808:808::1'],
    ['Teredo', '2001:0:7f00:1::', '2001::1'],
    ['documentation', '2001:db8::1', '3fff::1'],
    ['ORCHID and benchmarks', '2001:10::1', '2001:20::1', '2001:2::1'],
    ['site-local and discard', 'fec0::1', '100::1'],
    ['not handed out', '4000::1', '1::1', '5f00::1', 'e000::1'],
  ])('refuses %s', (_, ...texts) => {
    expect(texts.filter(judge)).toEqual([]);
  });

  it('takes a mapped address for the IPv4 address that it is', () => {
    expect(judge('::ffff:8.8.8.8')).toBe(true);
    expect(parseAddress('::ffff:8.8.8.8')?.toString()).toBe('8.8.8.8');
  });

  it('never takes an IPv6 address outside of 2000::/3', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = parseAddress(text);
        if (address?.kind() !== 'ipv6' || !isPublicAddress(address)) return;
        expect(address.toByteArray()[0]! >> 5).toBe(1);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isNeverAllowed', () => {
  it.each(['169.254.169.254', '::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '64:ff9b:1::a9fe:a9fe', '::a9fe:a9fe'])(
    'knows the metadata service as %s',
    (text) => {
      expect(isNeverAllowed(parseAddress(text)!)).toBe(true);
    },
  );

  it.each(['2002:a9fe:a9fe::1', '64:ff9b::a83f:8110', '::ffff:0:169.254.169.254', '64:ff9b::'])(
    'finds what must not be reached inside of %s',
    (text) => {
      expect(isNeverAllowed(parseAddress(text)!)).toBe(true);
    },
  );

  it.each(['127.0.0.1', '10.0.0.1', '::1', 'fd12::1', '64:ff9b::808:808'])('leaves %s to the operator', (text) => {
    expect(isNeverAllowed(parseAddress(text)!)).toBe(false);
  });
});

describe('parseAddress', () => {
  it.each(['127.1', '0x7f.0.0.1', '0177.0.0.1', '2130706433', 'fe80::1%eth0', '[::1]', 'localhost', '', '1.1.1.1/32'])(
    'takes no loose spelling: %j',
    (text) => {
      expect(parseAddress(text)).toBeUndefined();
    },
  );
});

describe('parseCidr', () => {
  it.each(['10.0.0.0/8', '::1/128', '127.0.0.1', 'fd00::/8', '0.0.0.0/0'])('reads %s', (text) => {
    expect(parseCidr(text)).toBeDefined();
  });

  it.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', '10/8', '::ffff:10.0.0.0/104', '::/129', 'a/8'])(
    'refuses %s',
    (text) => {
      expect(parseCidr(text)).toBeUndefined();
    },
  );

  it('does not match across families', () => {
    expect(isInCidr(parseAddress('::1')!, parseCidr('0.0.0.0/0')!)).toBe(false);
    expect(isInCidr(parseAddress('::ffff:10.0.0.1')!, parseCidr('10.0.0.0/8')!)).toBe(true);
  });
});
