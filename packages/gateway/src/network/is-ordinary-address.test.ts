import { expect, it } from 'vitest';
import { isOrdinaryAddress } from './is-ordinary-address.ts';

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.0.1',
  '8.8.8.8',
  '::1',
  'fd12::1',
  '::ffff:10.0.0.1',
  '2600:1f18::1',
])('%s may be called', (address) => {
  expect(isOrdinaryAddress(address)).toBe(true);
});

it.each([
  '169.254.169.254',
  '169.254.170.2',
  '0.0.0.0',
  '224.0.0.1',
  '255.255.255.255',
  '168.63.129.16',
  '::',
  'fe80::1',
  'fe80::1%eth0',
  'fd00:ec2::254',
  'ff02::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  'localhost',
  '',
])('%s never', (address) => {
  expect(isOrdinaryAddress(address)).toBe(false);
});
