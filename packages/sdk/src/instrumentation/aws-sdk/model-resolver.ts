import { findModelLookup, type ModelLookup } from '@outcrop/bedrock';
import type { AwsClient, SignedRequest } from './aws-sdk.ts';

const maxKnown = 1000;

/** By ARN, for all clients: many apps make one for each request. Null where it could not be found out. */
const known = new Map<string, string | null | Promise<string | null>>();

/**
 * Finds the model behind an application profile or a prompt, beside the call that names it. AWS is asked once an ARN,
 * and not again when it refuses. `use` may be called at once, later, or never.
 */
export function resolveModel(
  { arn, client, sent }: { arn: string; client: AwsClient; sent: SignedRequest },
  use: (model: string) => void,
): void {
  const lookup = findModelLookup(arn);
  if (!lookup) return;
  const found = known.has(arn) ? known.get(arn) : start({ arn, client, sent, lookup });
  if (typeof found === 'string') use(found);
  else if (found) void found.then((model) => model !== null && use(model)).catch(() => undefined);
}

function start(question: {
  arn: string;
  client: AwsClient;
  sent: SignedRequest;
  lookup: ModelLookup;
}): Promise<string | null> {
  if (known.size >= maxKnown) known.clear();
  const finding = ask(question);
  known.set(question.arn, finding);
  void finding.then((model) => known.set(question.arn, model));
  return finding;
}

/** Loaded when it is first needed, which in most apps is never. Does not reject. */
async function ask({ client, sent, lookup }: Parameters<typeof start>[0]): Promise<string | null> {
  try {
    const { lookUpModel } = await import('./look-up-model.ts');
    return (await lookUpModel(client, sent, lookup)) ?? null;
  } catch {
    return null;
  }
}
