import { BlockList, isIP } from 'node:net';

// Everything that is not a public unicast address.
// https://www.iana.org/assignments/iana-ipv4-special-registry and https://www.iana.org/assignments/iana-ipv6-special-registry
const reservedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  // Azure serves there what a machine may know.
  '168.63.129.16/32',
];

/** Of `2000::/3`, which alone is public. */
const reservedIpv6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const reserved = new BlockList();
for (const range of reservedIpv4) addRange(range, 'ipv4');
for (const range of reservedIpv6) addRange(range, 'ipv6');

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const mapped = new BlockList();
mapped.addSubnet('::ffff:0:0', 96, 'ipv6');
const nat64 = new BlockList();
nat64.addSubnet('64:ff9b::', 96, 'ipv6');

/**
 * Whether an IP address is one of the public internet: not of a private network, this machine, a link, a cloud's metadata
 * service or a reserved range. IPv4 inside IPv6 is judged as what it is. False for what is no address.
 */
export function isPublicAddress(address: string): boolean {
  const zone = address.indexOf('%');
  const plain = zone === -1 ? address : address.slice(0, zone);
  const family = isIP(plain);
  if (family === 4) return !reserved.check(plain, 'ipv4');
  if (family === 0) return false;
  if (mapped.check(plain, 'ipv6') || nat64.check(plain, 'ipv6'))
    return isPublicAddress(readEmbeddedIpv4(plain));
  return globalUnicast.check(plain, 'ipv6') && !reserved.check(plain, 'ipv6');
}

/** The last 32 bits. A URL's host writes every IPv6 address in the same way, which ends in two groups of hex digits. */
function readEmbeddedIpv4(address: string): string {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const groups = canonical.split(':').map((group) => (group === '' ? 0 : Number.parseInt(group, 16)));
  const [high = 0, low = 0] = groups.slice(-2);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function addRange(range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', prefix] = range.split('/');
  reserved.addSubnet(address, Number(prefix), family);
}
