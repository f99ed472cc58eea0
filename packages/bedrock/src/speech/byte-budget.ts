/** Memory that many may share, in bytes. */
export class ByteBudget {
  #left: number;

  constructor(byteLength: number) {
    this.#left = byteLength;
  }

  /** Returns whether there was that much left; takes it then. */
  take(byteLength: number): boolean {
    if (byteLength > this.#left) return false;
    this.#left -= byteLength;
    return true;
  }

  give(byteLength: number): void {
    this.#left += byteLength;
  }
}
