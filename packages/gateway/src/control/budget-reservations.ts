import { computeCostUsd } from '@outcrop/bedrock';
import type { SpanMetrics } from '@outcrop/protocol';

/** Of a call that names no limit of its own. */
const defaultOutputTokens = 1000;
/** Inside a string of JSON its quotes are escaped, so no prompt can say it. */
const outputLimit = /"(?:max_tokens|maxTokens|max_completion_tokens|max_output_tokens)"\s*:\s*(\d{1,9})/;
const imageCount = /"(?:n|numberOfImages)"\s*:\s*(\d{1,2})/;

/** What a call may take. */
export interface Reservation {
  tokens: number;
  /** 0 where the price of the model is not known. */
  usd: number;
}

/** What calls under way may take of the budgets of their accounts, until it is known what they took. */
export class BudgetReservations {
  readonly #byAccount = new Map<string, Reservation & { calls: number }>();

  find(account: string): Readonly<Reservation> {
    return this.#byAccount.get(account) ?? nothing;
  }

  add(account: string, { tokens, usd }: Reservation): void {
    const sum = this.#byAccount.get(account) ?? { tokens: 0, usd: 0, calls: 0 };
    this.#byAccount.set(account, { tokens: sum.tokens + tokens, usd: sum.usd + usd, calls: sum.calls + 1 });
  }

  release(account: string, { tokens, usd }: Reservation): void {
    const sum = this.#byAccount.get(account);
    if (!sum) return;
    if (sum.calls === 1) this.#byAccount.delete(account);
    else
      this.#byAccount.set(account, { tokens: sum.tokens - tokens, usd: sum.usd - usd, calls: sum.calls - 1 });
  }
}

const nothing: Reservation = { tokens: 0, usd: 0 };

export interface ReservedCall {
  /** Bedrock's id, or whatever it is called where that is not known. */
  model: string;
  region?: string;
  inputTokens: number;
  body: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export function estimateReservation({ model, region, inputTokens, body, now }: ReservedCall): Reservation {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1');
  const price = (metrics: SpanMetrics) => computeCostUsd({ model, region, metrics, at: new Date(now) });
  const piecesUsd =
    price({ generated_images: findNumber(imageCount, text) ?? 1 }) ?? price({ search_queries: 1 });
  if (piecesUsd !== undefined) return { tokens: 0, usd: piecesUsd };
  const outputTokens = findNumber(outputLimit, text) ?? defaultOutputTokens;
  const usd = price({ prompt_tokens: inputTokens, completion_tokens: outputTokens }) ?? 0;
  return { tokens: inputTokens + outputTokens, usd };
}

function findNumber(pattern: RegExp, text: string): number | undefined {
  const [, digits] = pattern.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}
