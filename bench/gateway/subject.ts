import type { RequestKind } from './workloads.ts';

/** Where Bedrock's stand-in is: the one that answers at once, and the one that takes 20 ms. */
export interface Upstreams {
  fast: string;
  slow: string;
}

export type Upstream = keyof Upstreams;

/** Where requests of a kind go. */
export interface Address {
  origin: string;
  kind: RequestKind;
  headers: Record<string, string>;
}

/** What is measured, while it runs. */
export interface Subject {
  name: string;
  /** Undefined for what it cannot do. */
  find(kind: RequestKind, upstream: Upstream): Address | undefined;
  /** Of the gateway's process; undefined where there is none or the system does not tell. */
  pid: number | undefined;
  /** Waits for the work that is left when `answered` requests in all were answered. Returns how many it lost. */
  settle(answered: number): Promise<number>;
  stop(): Promise<void>;
}

export const base = 'direct';
export const ours = 'outcrop';
