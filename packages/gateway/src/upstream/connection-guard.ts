import type { LookupFunction } from 'node:net';
import { createGuardedLookup, refusePrivateHost } from '../network/guarded-lookup.ts';
import { isOrdinaryAddress } from '../network/is-ordinary-address.ts';
import { isPublicAddress } from '../network/is-public-address.ts';

export interface ConnectionGuard {
  /** For names: what was checked is what the socket connects to. */
  lookup: LookupFunction;
  /** For hosts that are addresses. Throws a GatewayError. */
  checkOrigin: (origin: string) => void;
}

/** Keeps providers from reaching what they are not for: never a metadata service, private networks only where allowed. */
export function createConnectionGuard(isPrivateAllowed: boolean): ConnectionGuard {
  const isAllowed = isPrivateAllowed ? isOrdinaryAddress : isPublicAddress;
  return {
    lookup: createGuardedLookup(undefined, isAllowed),
    checkOrigin: (origin) => refusePrivateHost(new URL(origin).hostname, isAllowed),
  };
}
