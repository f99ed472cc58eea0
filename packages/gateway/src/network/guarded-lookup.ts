import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { GatewayError } from '../gateway-error.ts';
import { isPublicAddress } from './is-public-address.ts';

/** Resolves a name to all of its addresses. */
export type Resolver = (
  hostname: string,
  done: (error: Error | null, addresses?: readonly LookupAddress[]) => void,
) => void;

/** Which addresses may be called. */
type AddressRule = (address: string) => boolean;

const resolveBySystem: Resolver = (hostname, done) => {
  systemLookup(hostname, { all: true }, (error, addresses) => done(error, addresses));
};

/**
 * A `lookup` for sockets that gives only addresses of the public internet, and fails when a name has any other. The socket
 * connects to what was checked, so that a name cannot be resolved to something else in between. It is not asked for hosts that
 * are addresses already: check those with {@link refusePrivateHost}.
 */
export function createGuardedLookup(
  resolve: Resolver = resolveBySystem,
  isAllowed: AddressRule = isPublicAddress,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses = []) => {
      const [first] = addresses;
      if (error) return callback(error, '', 0);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused || !first) return callback(describePrivate(hostname), '', 0);
      return options.all ? callback(null, [...addresses]) : callback(null, first.address, first.family);
    });
  };
}

/** Throws for a host that is an address outside the public internet. `hostname` is a URL's, IPv6 in brackets. */
export function refusePrivateHost(hostname: string, isAllowed: AddressRule = isPublicAddress): void {
  const address = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (isIP(address) !== 0 && !isAllowed(address)) throw describePrivate(hostname);
}

/** Does not say the address: what names of a private network resolve to is nobody's business outside. */
function describePrivate(hostname: string): GatewayError {
  return new GatewayError(`${hostname} is not on the public internet, and only such hosts are called.`, {
    status: 400,
    code: 'private_address',
  });
}
