/** What a list of calls under way asks of a call: where in the list it stands, which only the list sets. */
export interface ListedCall {
  listIndex: number;
}

/**
 * Calls under way, in no order. A Set of them would keep every call that ended until the next full collection: the tables
 * that a Set outgrows refer to the next one, and hold what was in them.
 */
export class CallsUnderWay<Call extends ListedCall> {
  readonly #calls: Call[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add(call: Call): void {
    call.listIndex = this.#calls.push(call) - 1;
  }

  /** Only of a call that is in the list. */
  delete(call: Call): void {
    const last = this.#calls.pop();
    if (!last || last === call) return;
    this.#calls[call.listIndex] = last;
    last.listIndex = call.listIndex;
  }

  list(): readonly Call[] {
    return [...this.#calls];
  }
}
