// docs/sdk-coverage.md from what the tests recorded.

/** `results`: `{ cells: [{ table, row, column, isPassed }], versions: [{ version, why, counts: { [operation]: text } }] }` */
export function renderPage({ cells, versions }) {
  return `# What the SDK was seen to do

Written by the tests (\`npx vitest run packages/sdk/src/coverage.test.ts\`, then \`node scripts/write-sdk-coverage.mjs\`); a
test fails when it is not what they saw. A ✓ is a call of the real AWS SDK against the emulator, made three times:
without Outcrop, with a wrapped client, and with the hook. It stands only if

- the caller got the same each time: the result, or the error with its class, message and own properties, and the same
  events of a stream in the same order;
- the caller's objects have the same properties and listeners (a stream's iterators: the same that can be listed), and the
  process has no resource or listener left that it has not without us;
- with us there was exactly one span, under the span that was active, with the operation's name, the error if there was
  one, each retry as an event, and the reason if the answer is not whole.

– is a case that the operation does not have.

## Ways to call

${renderTable(cells, 'styles')}

## What can happen to a call

${renderTable(cells, 'situations')}

The turn is counted in microtasks and turns of the event loop, with an answer from memory: the caller has the answer and each
event in the very microtask in which it has them without Outcrop.

## What can happen to a stream

A slow reader, a break and a stream that nobody reads: the source is asked as often as without us, by each event and in all.
Nothing marks the end of RetrieveAndGenerateStream, so of one that was aborted or cut over HTTP/2, which then just ends, the
span cannot say that it is not whole.

${renderTable(cells, 'streams')}

## Crowds

${renderTable(cells, 'crowds')}

## Bodies of InvokeModel

Here the span also counts what is paid for (tokens, images, searches), and has a stop reason where the family streams.

${renderTable(cells, 'families')}

## Versions of the AWS SDK

How many of the core cases passed, by operation: calls by promise, callback and aggregated client, an error, a retry, and of
a stream the whole, a break and an exception in the middle. Each wrapped and hooked. – is an operation that the version does
not have.

${renderVersions(versions)}
`;
}

function renderTable(cells, table) {
  const own = cells.filter((cell) => cell.table === table);
  const columns = [...new Set(own.map((cell) => cell.column))];
  const rows = [...new Set(own.map((cell) => cell.row))];
  const body = rows.map((row) => [
    row,
    ...columns.map((column) => renderCell(own.find((cell) => cell.row === row && cell.column === column))),
  ]);
  return alignTable(['', ...columns], body);
}

function renderCell(cell) {
  if (!cell) return '–';
  return cell.isPassed ? '✓' : '✗';
}

function renderVersions(versions) {
  const operations = [...new Set(versions.flatMap(({ counts }) => Object.keys(counts)))];
  return alignTable(
    ['version', 'why', ...operations],
    versions.map(({ version, why, counts }) => [
      version,
      why,
      ...operations.map((name) => counts[name] ?? '–'),
    ]),
  );
}

/** As prettier would. */
function alignTable(head, body) {
  const rows = [head, ...body];
  const widths = head.map((_, index) => Math.max(3, ...rows.map((row) => [...row[index]].length)));
  const line = (row) =>
    `| ${row.map((text, index) => text + ' '.repeat(widths[index] - [...text].length)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}
