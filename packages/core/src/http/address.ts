import { BlockList, isIP } from 'node:net';

function blockList(...ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Link-local addresses, cloud metadata among them, and addresses that name no host. */
const never = blockList(
  '169.254.0.0/16',
  '0.0.0.0/8',
  '224.0.0.0/4',
  '240.0.0.0/4',
  'fe80::/10',
  'ff00::/8',
  '::/128',
  '64:ff9b::a9fe:0/112',
  // Metadata services outside the link-local range: AWS, Google Cloud, Alibaba Cloud, Oracle Cloud, Azure.
  'fd00:ec2::/32',
  'fd20:ce::/32',
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
);
const privates = blockList(
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '198.18.0.0/15',
  '192.0.0.0/24',
  '::1/128',
  'fc00::/7',
  'fec0::/10',
  // Addresses that carry an IPv4 address inside: NAT64, 6to4, Teredo, IPv4-compatible.
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '2002::/16',
  '2001::/32',
  '::/96',
);

/**
 * Whether a resolved address may be contacted. Addresses the operator configured may be private; learned ones may not,
 * and link-local and metadata addresses never. IPv4-mapped IPv6 counts as the IPv4 address it holds.
 */
export function mayContact(address: string, trust: 'configured' | 'learned'): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  if (never.check(address, kind)) return false;
  return trust === 'configured' || !privates.check(address, kind);
}

/** An error with a code that a log may show. */
export const refusedAddress = (text: string): Error => Object.assign(new Error(text), { code: 'ADDRESS_REFUSED' });
