import { describe, expect, it } from 'vitest';
import { mayContact } from './address.ts';

const canonical = (host: string) => new URL(`https://${host}/`).hostname.replace(/^\[|\]$/g, '');

describe('addresses never contacted, however they are spelled (rule 23, GHSA-5rr4-8452-hf4v)', () => {
  it.each([
    ['link-local and the metadata service', '169.254.169.254'],
    ['the same, IPv4-mapped', '[::ffff:169.254.169.254]'],
    ['the same, IPv4-mapped in hex', '[::ffff:a9fe:a9fe]'],
    ['the same, as one number', '2852039166'],
    ['the same, in hex', '0xa9fea9fe'],
    ['the same, in octal', '0251.0376.0251.0376'],
    ['the same, shortened', '169.254.43518'],
    ['the same, through NAT64', '[64:ff9b::a9fe:a9fe]'],
    ['link-local IPv6', '[fe80::1]'],
    ['the metadata service of AWS over IPv6', '[fd00:ec2::254]'],
    ['the metadata service of Google Cloud over IPv6', '[fd20:ce::254]'],
    ['the metadata service of Alibaba Cloud', '100.100.100.200'],
    ['the metadata service of Oracle Cloud', '192.0.0.192'],
    ['the wire server of Azure', '168.63.129.16'],
    ['this host', '0.0.0.0'],
    ['this host, shortened', '0'],
    ['this network', '0.1.2.3'],
    ['unspecified IPv6', '[::]'],
    ['multicast', '224.0.0.1'],
    ['multicast IPv6', '[ff02::1]'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
  ])('%s', (_, host) => {
    expect(mayContact(canonical(host), 'configured')).toBe(false);
    expect(mayContact(canonical(host), 'learned')).toBe(false);
  });
});

describe('private addresses: configured yes, learned no (rule 23)', () => {
  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback, any of it', '127.8.9.1'],
    ['loopback as one number', '2130706433'],
    ['loopback shortened', '127.1'],
    ['loopback, IPv4-mapped', '[::ffff:127.0.0.1]'],
    ['loopback IPv6', '[::1]'],
    ['10/8', '10.1.2.3'],
    ['172.16/12', '172.31.255.255'],
    ['192.168/16', '192.168.0.1'],
    ['192.168/16, IPv4-mapped', '[::ffff:c0a8:1]'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['benchmarking', '198.18.0.1'],
    ['unique local IPv6', '[fc00::1]'],
    ['site-local IPv6', '[fec0::1]'],
    ['NAT64', '[64:ff9b::a00:1]'],
    ['NAT64 with a local prefix (RFC 8215)', '[64:ff9b:1::a00:1]'],
    ['the last address of that prefix', '[64:ff9b:1:ffff:ffff:ffff:ffff:ffff]'],
    ['6to4', '[2002:a00:1::1]'],
    ['Teredo', '[2001:0:1::1]'],
    ['IPv4-compatible', '[::a00:1]'],
  ])('%s', (_, host) => {
    expect(mayContact(canonical(host), 'configured')).toBe(true);
    expect(mayContact(canonical(host), 'learned')).toBe(false);
  });
});

it.each([
  '93.184.216.34',
  '172.32.0.1',
  '192.169.0.1',
  '100.63.255.255',
  '[2606:4700::1111]',
  '[64:ff9b:2::a00:1]',
  '[::ffff:93.184.216.34]',
])('a public address may be contacted: %s', (host) => {
  expect(mayContact(canonical(host), 'configured')).toBe(true);
  expect(mayContact(canonical(host), 'learned')).toBe(true);
});

it.each(['localhost', '', '1.2.3', 'example.com', '::ffff:1.2.3.4.5'])('%j is no address and is refused', (text) => {
  expect(mayContact(text, 'configured')).toBe(false);
});
