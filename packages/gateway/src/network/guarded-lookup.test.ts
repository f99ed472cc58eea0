import type { LookupAddress, LookupOptions } from 'node:dns';
import { expect, test } from 'vitest';
import { createGuardedLookup, refusePrivateHost } from './guarded-lookup.ts';

type Found = string | LookupAddress[];

/** What a socket would be told for a name with these addresses. */
function look(addresses: string[], options: LookupOptions = { all: true }): Promise<Found> {
  const lookup = createGuardedLookup((_hostname, done) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    ),
  );
  return new Promise((resolve, reject) => {
    lookup('host.test', options, (error, found) => {
      if (error) reject(error);
      else resolve(found);
    });
  });
}

test('public addresses are given as they were resolved', async () => {
  expect(await look(['8.8.8.8', '2600:1f18::1'])).toEqual([
    { address: '8.8.8.8', family: 4 },
    { address: '2600:1f18::1', family: 6 },
  ]);
  expect(await look(['8.8.8.8', '1.1.1.1'], {})).toBe('8.8.8.8');
});

test('one private address among several refuses the name, without saying it', async () => {
  const failure = look(['8.8.8.8', '169.254.169.254']);
  await expect(failure).rejects.toMatchObject({ status: 400, code: 'private_address' });
  await expect(failure).rejects.not.toThrow(/169/);
  await expect(look([])).rejects.toThrow(/host\.test/);
});

test('hosts that are addresses are judged by themselves', () => {
  for (const hostname of ['127.0.0.1', '[::1]', '[::ffff:169.254.169.254]', '10.1.2.3']) {
    expect(() => refusePrivateHost(hostname)).toThrow(/public internet/);
  }
  for (const hostname of ['8.8.8.8', '[2600:1f18::1]', 'localhost', 'example.com']) {
    expect(() => refusePrivateHost(hostname)).not.toThrow();
  }
});

test('a name that does not resolve fails with the resolver’s own error', async () => {
  const lookup = createGuardedLookup();
  const error = await new Promise((resolve) => lookup('no-such-host.invalid', { all: true }, resolve));
  expect(error).toMatchObject({ syscall: 'getaddrinfo' });
});
