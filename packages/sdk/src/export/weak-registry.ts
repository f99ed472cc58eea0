/** A set that does not keep its members alive. */
export class WeakRegistry<Member extends object> {
  #references: WeakRef<Member>[] = [];

  add(member: Member): void {
    const live = this.#references.filter((reference) => {
      const other = reference.deref();
      return other !== undefined && other !== member;
    });
    this.#references = [...live, new WeakRef(member)];
  }

  delete(member: Member): void {
    this.#references = this.#references.filter((reference) => reference.deref() !== member);
  }

  clear(): void {
    this.#references = [];
  }

  *[Symbol.iterator](): IterableIterator<Member> {
    for (const reference of this.#references) {
      const member = reference.deref();
      if (member) yield member;
    }
  }
}
