// Many calls at once, and many copies of the SDK.
import { describeValue } from './describe-outcome.mjs';
import { findOperation } from './operations.mjs';

const callCount = 1000;

async function callWithNumber(context, { client, operation, index }) {
  const text = `call ${index}`;
  const input = { ...context.createInput(operation), messages: [{ role: 'user', content: [{ text }] }] };
  const output = await client.send(new context.sdk[operation.command](input));
  for await (const event of (operation.stream && output[operation.stream]) ?? []) void event;
  // Not how many attempts it took: so many at once may be too many for a busy machine.
  return output.$metadata.httpStatusCode;
}

/** Each call has a parent of its own, numbered like the call. */
function buildCrowd(operation) {
  return {
    table: 'crowds',
    row: operation.name,
    column: '1,000 calls at once, each with its own parent',
    operation,
    isOwnParent: true,
    crowdSize: callCount,
    run: (context) => {
      const client = context.createClient();
      const calls = Array.from({ length: callCount }, (_, index) =>
        context.traced(() => callWithNumber(context, { client, operation, index }), {
          name: `${context.name} #${index}`,
        }),
      );
      return Promise.all(calls);
    },
  };
}

/** The clients of an older copy of the SDK beside those of the one under test. */
function buildCopies(operation) {
  return {
    table: 'crowds',
    row: operation.name,
    column: 'two copies of the AWS SDK in one process',
    operation,
    needsOtherSdk: true,
    spanCount: 2,
    run: async (context) => {
      const outcomes = [];
      for (const sdk of [context.sdk, context.loadOther()]) {
        const client = context.createClient({ sdk });
        const output = await client.send(new sdk[operation.command](context.createInput(operation)));
        for await (const event of (operation.stream && output[operation.stream]) ?? []) void event;
        outcomes.push(describeValue(output));
      }
      return outcomes;
    },
  };
}

const operations = ['Converse', 'ConverseStream'].map(findOperation);

export const crowdCases = [...operations.map(buildCrowd), ...operations.map(buildCopies)];
