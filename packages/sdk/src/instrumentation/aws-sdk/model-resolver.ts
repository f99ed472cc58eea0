import { findModelLookup, type ModelLookup } from '@outcrop/bedrock';
import type { AwsClient, SignedRequest } from './aws-sdk.ts';

const maxKnown = 1000;
/** What failed, rather than was refused, is asked for again after this. */
const retryAfterMs = 60_000;

interface Question {
  arn: string;
  client: AwsClient;
  sent: SignedRequest;
}

/** By ARN, for all clients: many apps make one for each request. */
const models = new Map<string, string>();
/** What is being asked, or was asked in vain, by who asks and ARN: one may know what another may not. */
const asked = new Map<string, { finding: Promise<string | undefined>; expiresAt: number }>();

/**
 * Finds the model behind an application profile or a prompt, beside the call that names it. AWS is asked once an ARN,
 * and not again with the same credentials when it refuses. `use` may be called at once, later, or never.
 */
export function resolveModel(question: Question, use: (model: string) => void): void {
  const { arn } = question;
  const lookup = findModelLookup(arn);
  if (!lookup) return;
  const model = models.get(arn);
  if (model === undefined) void find(question, lookup).then((found) => found !== undefined && use(found));
  else use(model);
}

function find(question: Question, lookup: ModelLookup): Promise<string | undefined> {
  const key = `${nameAsker(question.sent)} ${question.arn}`;
  const known = asked.get(key);
  if (known && known.expiresAt > performance.now()) return known.finding;
  if (asked.size >= maxKnown) asked.clear();
  const entry = { finding: ask(question, lookup), expiresAt: Infinity };
  asked.set(key, entry);
  return (entry.finding = entry.finding.catch(() => {
    entry.expiresAt = performance.now() + retryAfterMs;
    return undefined;
  }));
}

/** Loaded when it is first needed, which in most apps is never. */
async function ask({ arn, client, sent }: Question, lookup: ModelLookup): Promise<string | undefined> {
  const { lookUpModel } = await import('./look-up-model.ts');
  const model = await lookUpModel(client, sent, lookup);
  if (models.size >= maxKnown) models.clear();
  if (model !== undefined) models.set(arn, model);
  return model;
}

/** The access key's id, or the API key. */
function nameAsker({ headers }: SignedRequest): string {
  const authorization = headers['Authorization'] ?? headers['authorization'] ?? '';
  return /Credential=([^/]+)/.exec(authorization)?.[1] ?? authorization;
}
