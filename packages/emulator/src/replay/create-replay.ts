import { awsDialect } from '../dialects/aws-dialect.ts';
import type { WireRequest } from '../http/wire-request.ts';
import { canonicalJson } from '../json.ts';
import type { RoutedRequest } from '../operations/find-operation.ts';
import { isConnectionHeader } from '../recordings/connection-headers.ts';
import type { RecordedExchange } from '../recordings/recorded-exchange.ts';
import type { WireAnswer } from '../send-answer.ts';
import { ServiceError } from '../service-error.ts';
import { splitFrames } from '../stream/frame.ts';

export interface Replay {
  /** The recorded answer to a request. Throws a ResourceNotFoundException when nothing recorded fits. */
  answer(request: WireRequest, routed: RoutedRequest | undefined): WireAnswer;
  /** Begins again with the first of equal exchanges. */
  reset(): void;
}

/**
 * Serves recorded exchanges: one with the same operation, model and body if there is one, else the next of the same
 * operation and model. Equal requests get their answers in the order of recording; the last one is repeated.
 */
export function createReplay(exchanges: readonly RecordedExchange[]): Replay {
  const served = new Set<RecordedExchange>();
  const bodyOf = new Map(
    exchanges.map((exchange) => [exchange, exchange.requestBody && normalizeBody(exchange.requestBody)]),
  );

  const next = (candidates: readonly RecordedExchange[]): RecordedExchange | undefined =>
    candidates.find((exchange) => !served.has(exchange)) ?? candidates.at(-1);

  return {
    answer(request, routed) {
      const sameModel = exchanges.filter((exchange) => isSameTarget(exchange, request, routed));
      const body = normalizeBody(request.body);
      const sameBody = sameModel.filter((exchange) => bodyOf.get(exchange) === body);
      const withoutModel = exchanges.filter(
        (exchange) => exchange.modelId === undefined && exchange.operation === routed?.operation.name,
      );
      const found = next(sameBody) ?? next(sameModel) ?? next(withoutModel);
      if (!found) throw nothingRecorded(request, routed, exchanges);
      served.add(found);
      return toWireAnswer(found);
    },
    reset: () => served.clear(),
  };
}

function isSameTarget(
  exchange: RecordedExchange,
  request: WireRequest,
  routed: RoutedRequest | undefined,
): boolean {
  if (!routed) return exchange.method === request.method && exchange.path === request.path;
  return exchange.operation === routed.operation.name && exchange.modelId === routed.modelId;
}

/** Equal JSON is equal whatever its spacing and order. */
function normalizeBody(body: Uint8Array): string {
  const text = Buffer.from(body).toString('utf8');
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}

function toWireAnswer(exchange: RecordedExchange): WireAnswer {
  // A client sets its clock by `date`, and a clock of the day of recording would spoil its next signature.
  const headers = keepReplayable(exchange.headers);
  const { status, body } = exchange;
  const isStream = headers['content-type']?.includes('eventstream') ?? false;
  const frames = isStream ? splitFrames(body) : undefined;
  return frames
    ? { kind: 'frames', status, headers, frames, dialect: awsDialect }
    : { kind: 'whole', status, headers, body };
}

function nothingRecorded(
  request: WireRequest,
  routed: RoutedRequest | undefined,
  exchanges: readonly RecordedExchange[],
): ServiceError {
  const asked = routed
    ? `${routed.operation.name} of ${routed.modelId}`
    : `${request.method} ${request.path}`;
  const recorded = new Set(
    exchanges.map(
      (exchange) => `${exchange.operation ?? exchange.path} of ${exchange.modelId ?? 'any model'}`,
    ),
  );
  return new ServiceError(
    'ResourceNotFoundException',
    `[outcrop-emulator] nothing recorded answers ${asked}. Recorded: ${[...recorded].slice(0, 20).join('; ')}.`,
  );
}

/** Without what a server may not repeat: headers of the recorded connection, and the time of the recording. */
function keepReplayable(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name !== 'date' && !isConnectionHeader(name)),
  );
}
