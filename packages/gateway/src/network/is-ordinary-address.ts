import { BlockList, isIP } from 'node:net';

const never = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['168.63.129.16', 32],
  ['100.100.100.200', 32],
  ['224.0.0.0', 3],
] as const) {
  never.addSubnet(address, prefix, 'ipv4');
  // The same inside IPv6: mapped, and by NAT64.
  never.addSubnet(`::ffff:${address}`, 96 + prefix, 'ipv6');
  never.addSubnet(`64:ff9b::${address}`, 96 + prefix, 'ipv6');
}
for (const [address, prefix] of [
  ['::', 128],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
  ['fd00:ec2::254', 128],
  ['fd20:ce::254', 128],
] as const) {
  never.addSubnet(address, prefix, 'ipv6');
}

/**
 * Whether an IP address is one that a service may have, of a private network too: not of a link, of many machines at once or
 * of a cloud's metadata service, which gives credentials to whoever reaches it.
 */
export function isOrdinaryAddress(address: string): boolean {
  const [plain = ''] = address.split('%', 1);
  const family = isIP(plain);
  return family !== 0 && !never.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}
