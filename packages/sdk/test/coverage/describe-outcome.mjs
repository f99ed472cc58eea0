// What a caller can see of a result or an error, as JSON that is equal for equal outcomes.

/** Different for every request, whoever looks on. */
const varying = new Set([
  'requestId',
  'totalRetryDelay',
  'submitTime',
  'lastModifiedTime',
  'endTime',
  'timestamp',
  'totalTimeMs',
  'operationTotalTimeMs',
]);

export function describeValue(value) {
  if (value instanceof Uint8Array)
    return { bytes: Buffer.from(value).toString('base64'), class: value.constructor.name };
  if (value instanceof Date) return { date: true };
  if (Array.isArray(value)) return value.map(describeValue);
  if (typeof value === 'function') return { function: value.name };
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .filter((name) => !varying.has(name) && typeof value[name]?.[Symbol.asyncIterator] !== 'function')
      .map((name) => [name, describeValue(value[name])]),
  );
}

const uncompared = new Set(['stack', '$response', 'cause', 'message']);

/**
 * Class, message and own properties; the response's socket and the stack have nothing to compare, nor has the checksum
 * of a malformed frame with a time in it.
 */
export function describeError(error) {
  const names = Object.getOwnPropertyNames(error).sort();
  return {
    class: error.constructor.name,
    name: error.name,
    message: error.message.replace(/^(The message checksum) .*/u, '$1 …'),
    names: names.filter((name) => name !== 'stack'),
    enumerable: Object.keys(error).sort(),
    own: Object.fromEntries(
      names.filter((name) => !uncompared.has(name)).map((name) => [name, describeValue(error[name])]),
    ),
  };
}

/**
 * Reads a stream as `read` says and tells every event and how it ended; with `countReads` also how often the source had
 * been asked by each event and at the end.
 */
export async function describeStream(stream, read, countReads) {
  const events = [];
  const reads = [];
  const keep = (event) => {
    events.push(describeValue(event));
    reads.push(countReads?.());
  };
  const outcome = { events, ...(countReads && { reads }) };
  try {
    await (read ?? readAll)(stream, keep);
  } catch (error) {
    outcome.error = describeError(error);
  }
  reads.push(countReads?.());
  return outcome;
}

async function readAll(stream, keep) {
  for await (const event of stream) keep(event);
}
