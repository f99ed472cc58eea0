import { isIPv6 } from 'node:net';

/** So many wrong keys in a row are an app that was set up wrongly; more are somebody who guesses. */
const maxFailures = 30;
const forgetMs = 2000;
const maxAddresses = 10_000;

interface Failures {
  count: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/** Counts wrong keys by address: 30 at once, then one every two seconds. */
export interface FailedAttempts {
  /** Seconds until another attempt is taken; undefined when one is taken now. */
  findWaitSeconds(address: string): number | undefined;
  note(address: string): void;
}

export function createFailedAttempts(now: () => number): FailedAttempts {
  const failuresByNetwork = new Map<string, Failures>();

  function count(network: string): number {
    const failures = failuresByNetwork.get(network);
    return failures ? Math.max(0, failures.count - (now() - failures.at) / forgetMs) : 0;
  }

  return {
    findWaitSeconds(address) {
      const excess = count(findNetwork(address)) - maxFailures + 1;
      return excess > 0 ? Math.ceil((excess * forgetMs) / 1000) : undefined;
    },
    note(address) {
      const network = findNetwork(address);
      const failures = { count: count(network) + 1, at: now() };
      // Put last: the longest quiet is the first to be forgotten.
      failuresByNetwork.delete(network);
      failuresByNetwork.set(network, failures);
      if (failuresByNetwork.size <= maxAddresses) return;
      const [quietest] = failuresByNetwork.keys();
      if (quietest !== undefined) failuresByNetwork.delete(quietest);
    },
  };
}

/** One subscriber has a whole /64 of IPv6. IPv4 may come in IPv6's clothes. */
function findNetwork(address: string): string {
  if (!isIPv6(address)) return address;
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped !== undefined) return mapped;
  const [head = '', tail] = (address.split('%', 1)[0] ?? '').split('::', 2);
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':');
}
