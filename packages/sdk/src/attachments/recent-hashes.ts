const mostHashes = 10_000;
/** A server may have lost or removed what it had, so it is asked again now and then. */
const lifetimeMs = 3_600_000;

/** What the server has, as far as is known: bounded in number and in time. */
export class RecentHashes {
  readonly #expiries = new Map<string, number>();

  has(sha256: string): boolean {
    const expiry = this.#expiries.get(sha256);
    return expiry !== undefined && expiry > performance.now();
  }

  add(sha256: string): void {
    this.#expiries.delete(sha256);
    this.#expiries.set(sha256, performance.now() + lifetimeMs);
    if (this.#expiries.size <= mostHashes) return;
    const [oldest] = this.#expiries.keys();
    if (oldest !== undefined) this.#expiries.delete(oldest);
  }
}
