/** Counts the reads of a client's streams below every middleware of ours; what it gives back tells how many there were. */
export function countReads(client, streamProperty) {
  let count = 0;
  const countNext = (iterator) => {
    const readNext = iterator.next.bind(iterator);
    replaceMethod(iterator, 'next', () => {
      count += 1;
      return readNext();
    });
    return iterator;
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const stream = result.output[streamProperty];
      const createIterator = stream[Symbol.asyncIterator].bind(stream);
      replaceMethod(stream, Symbol.asyncIterator, () => countNext(createIterator()));
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'count-reads' },
  );
  return () => count;
}

function replaceMethod(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, configurable: true });
}
