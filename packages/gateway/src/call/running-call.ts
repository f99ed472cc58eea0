import { GatewayError } from '../gateway-error.ts';
import type { CallOptions } from '../http/gateway-route.ts';
import type { ClientExchange } from '../http/client-exchange.ts';
import type { AttemptRecord, CallRecord, UpstreamRecord } from '../recording/call-record.ts';
import { findOperationOfPath } from '../recording/read-operation-answer.ts';
import { StreamReading } from '../recording/stream-reading.ts';
import type { Caller } from '../routing/caller.ts';
import { parseSteering, type Steering } from '../routing/parse-steering.ts';
import type { Target } from '../routing/target.ts';
import type { Notice } from '../translate/conversation/translation-context.ts';
import type { UpstreamAnswer } from '../upstream/upstream-answer.ts';
import type { UpstreamRequest } from '../upstream/upstream-request.ts';
import { makeAttempt, openAttempt, type AttemptAnswer, type AttemptOptions } from './attempt.ts';
import type { CallContext } from './call-context.ts';
import type { ListedCall } from './calls-under-way.ts';
import { createSpanId, createTraceId } from './create-id.ts';
import { findCallTargets } from './find-call-targets.ts';
import type { CallEnd, GatewayCall, OpenedCall } from './gateway-call.ts';
import { parseParent } from './parse-parent.ts';
import { tryTargets } from './try-targets.ts';

/** What of an answer is kept for its record. */
const keptBytes = 16 * 1024 * 1024;

/** No stream that is translated is read by what was asked. */
const noRequest = { input: undefined, metadata: {} };

type Writable<Fields> = { -readonly [Field in keyof Fields]: Fields[Field] };

type UpstreamDraft = Writable<UpstreamRecord> & { responseChunks: Uint8Array[] };

type Draft = Writable<CallRecord> & {
  attempts: AttemptRecord[];
  dropped: Notice[];
  responseChunks: Uint8Array[];
  responseTimes: number[];
  furtherAnswers?: UpstreamDraft[];
};

interface Asking {
  target: Target;
  request: UpstreamRequest;
  record: AttemptRecord;
  noted: UpstreamDraft;
}

export interface RunningCallOptions extends CallOptions {
  caller: Caller;
  exchange: ClientExchange;
  startedAt: number;
}

/** One call under way: notes what happens to it, and hands the record over when it ends. */
export class RunningCall implements GatewayCall, ListedCall {
  listIndex = -1;
  readonly steering: Steering;
  readonly caller: Caller;
  readonly model: string;
  readonly fallbackModels: readonly string[];
  readonly answerHeaders: Readonly<Record<string, string>>;
  readonly #context: CallContext;
  readonly #record: Draft;
  #targets: Promise<readonly Target[]> | undefined;
  #abortController: AbortController | undefined;
  #abortReason: GatewayError | undefined;
  readonly #abortAttempts: ((reason: GatewayError) => void)[] = [];
  #hasSent = false;
  #keptBytes = 0;
  /** Of a body that is written piece by piece. */
  #sent: Uint8Array[] | undefined;
  #isFinished = false;

  constructor(context: CallContext, options: RunningCallOptions) {
    const { api, caller, exchange, model, isStream, body, startedAt } = options;
    const parent = parseParent(exchange.headers);
    this.#context = context;
    this.caller = caller;
    this.model = model;
    this.steering = parseSteering(exchange.headers);
    this.fallbackModels = [...this.steering.fallbackModels, ...(options.fallbackModels ?? [])];
    this.#record = {
      api,
      caller,
      model,
      isStream,
      traceId: parent?.traceId ?? createTraceId(startedAt),
      spanId: createSpanId(startedAt),
      parentSpanId: parent?.spanId ?? null,
      startedAt,
      endedAt: startedAt,
      requestHeaders: exchange.headers,
      requestBody: body,
      dropped: [],
      attempts: [],
      timings: {},
      status: 0,
      responseHeaders: {},
      responseChunks: [],
      responseTimes: [],
    };
    this.answerHeaders = {
      'x-outcrop-trace-id': this.#record.traceId,
      'x-outcrop-span-id': this.#record.spanId,
    };
    context.calls.add(this);
    exchange.onLeave(() =>
      this.abort(
        new GatewayError('the client left before its answer was whole.', {
          status: 499,
          code: 'client_left',
        }),
      ),
    );
  }

  get traceId(): string {
    return this.#record.traceId;
  }

  get spanId(): string {
    return this.#record.spanId;
  }

  get timings(): CallRecord['timings'] {
    return this.#record.timings;
  }

  get abortReason(): GatewayError | undefined {
    return this.#abortReason;
  }

  /** Made only for those who ask: most calls end without. */
  get signal(): AbortSignal {
    this.#abortController ??= new AbortController();
    if (this.#abortReason) this.#abortController.abort(this.#abortReason);
    return this.#abortController.signal;
  }

  /** Waits until the caller's limits let the call run. Throws a GatewayError. */
  async admit(): Promise<void> {
    const { host, now } = this.#context;
    const askedAt = now();
    this.#record.admission = await host.admit(this.caller, {
      model: this.model,
      body: this.#record.requestBody,
      findSignal: () => this.signal,
    });
    Object.assign(this.answerHeaders, this.#record.admission.headers);
    this.timings.queueMs = now() - askedAt;
    if (this.#isFinished) this.#record.admission.settle({});
    if (this.#abortReason) throw this.#abortReason;
    this.#context.retryBudget.noteCall();
  }

  listTargets(): Promise<readonly Target[]> {
    return (this.#targets ??= findCallTargets(this.#context, this));
  }

  async send(build: (target: Target) => UpstreamRequest | Promise<UpstreamRequest>): Promise<UpstreamAnswer> {
    const targets = await this.listTargets();
    const requests = new Map<Target, UpstreamRequest>();
    const noted = this.#beginAnswer();
    const { answer, error } = await tryTargets(this.#context, {
      targets,
      call: this,
      ask: async (target, record) => {
        let request = requests.get(target);
        if (!request) requests.set(target, (request = await build(target)));
        return this.#ask({ target, request, record, noted });
      },
    });
    if (!answer) throw error;
    return answer;
  }

  async open(build: (target: Target) => UpstreamRequest): Promise<OpenedCall> {
    const [target] = await this.listTargets();
    if (!target) throw new GatewayError('there is no target to ask.', { status: 500, code: 'internal' });
    const record = this.addAttempt(target);
    const request = build(target);
    this.#record.upstreamPath = request.path;
    const sent: Uint8Array[] = [];
    let sentBytes = 0;
    this.#sent = sent;
    const asking = { target, request, record, noted: this.#record };
    const opened = await openAttempt(this.#describeAttempt(asking), (message) => {
      sentBytes += message.length;
      if (sentBytes <= keptBytes) sent.push(message);
    });
    return { ...opened, answer: opened.answer.then((answer) => this.#noteAnswer(asking, answer)) };
  }

  /** The first answer is noted in the record itself. */
  #beginAnswer(): UpstreamDraft {
    const draft = this.#record;
    if (!this.#hasSent) {
      this.#hasSent = true;
      return draft;
    }
    const further: UpstreamDraft = { responseHeaders: {}, responseChunks: [] };
    (draft.furtherAnswers ??= []).push(further);
    return further;
  }

  /** Makes one attempt, whose record is already in the list. */
  async #ask(asking: Asking): Promise<AttemptAnswer> {
    if (this.#abortReason) throw this.#abortReason;
    const { request, noted } = asking;
    const draft = this.#record;
    if (noted === draft) {
      draft.upstreamPath = request.query ? `${request.path}?${request.query}` : request.path;
      if (request.body !== undefined && request.body !== draft.requestBody) {
        draft.upstreamBody = typeof request.body === 'string' ? Buffer.from(request.body) : request.body;
      }
      draft.responseTimes = [];
    }
    for (const { length } of noted.responseChunks) this.#keptBytes -= length;
    noted.responseChunks = [];
    noted.upstreamStatus = undefined;
    return this.#noteAnswer(asking, await makeAttempt(this.#describeAttempt(asking)));
  }

  #describeAttempt({ target, request, record, noted }: Asking): AttemptOptions {
    const { transport, now, idleMs } = this.#context;
    return {
      transport,
      target,
      request,
      record,
      firstByteMs: this.#findTimeLeft(),
      idleMs,
      now,
      watch: (chunk) => this.#keep(chunk, noted),
      setAbort: (abort) => {
        this.#abortAttempts.push(abort);
        if (this.#abortReason) abort(this.#abortReason);
      },
      noteSigned: (durationMs) => {
        this.timings.signMs = (this.timings.signMs ?? 0) + durationMs;
      },
    };
  }

  #noteAnswer({ record, noted }: Asking, answer: AttemptAnswer): AttemptAnswer {
    noted.responseHeaders = answer.headers;
    noted.upstreamStatus = answer.status;
    if (noted === this.#record) {
      this.timings.upstreamWaitMs = (record.answeredAt ?? record.startedAt) - record.startedAt;
    }
    return answer;
  }

  addAttempt(target: Target): AttemptRecord {
    const record: AttemptRecord = { target, startedAt: this.#context.now() };
    this.#record.attempts.push(record);
    return record;
  }

  watchStream(): ReturnType<GatewayCall['watchStream']> {
    const draft = this.#record;
    const reader = findOperationOfPath(draft.upstreamPath)?.createStreamReader?.(noRequest);
    if (!reader) return undefined;
    const streamed = new StreamReading(reader);
    draft.streamed = streamed;
    return (message, payload) => {
      // What is too long to keep is too long to read.
      if (draft.isResponseCut) draft.streamed = undefined;
      try {
        if (draft.streamed) streamed.add(message, payload, draft.responseTimes.at(-1));
      } catch {
        // Recording fails no call.
        draft.streamed = undefined;
      }
    };
  }

  addNotices(notices: readonly Notice[]): void {
    this.#record.dropped.push(...notices);
  }

  abort(reason: GatewayError): void {
    if (this.#abortReason || this.#isFinished) return;
    this.#abortReason = reason;
    this.#abortController?.abort(reason);
    for (const abort of this.#abortAttempts) abort(reason);
    this.finish({ status: reason.status, error: reason });
  }

  finish(end: CallEnd): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    const draft = this.#record;
    Object.assign(draft, end);
    // Of what broke off the bytes tell more: what came last was read by nobody.
    if (draft.error || draft.partialReason || this.#abortReason) draft.streamed = undefined;
    if (this.#sent) draft.requestBody = Buffer.concat(this.#sent);
    if (this.#abortReason) {
      draft.error = this.#abortReason;
      draft.partialReason = this.#abortReason.status === 499 ? 'aborted' : 'truncated';
    }
    draft.endedAt = this.#context.now();
    this.#context.calls.delete(this);
    draft.admission?.end();
    this.#context.host.record(draft);
  }

  #keep(chunk: Buffer, noted: UpstreamDraft): void {
    const draft = this.#record;
    this.#keptBytes += chunk.length;
    const isKept = this.#keptBytes <= keptBytes;
    if (isKept) noted.responseChunks.push(chunk);
    else draft.isResponseCut = true;
    if (noted !== draft) return;
    const elapsedMs = this.#context.now() - draft.startedAt;
    if (draft.responseTimes.length === 0) this.timings.firstByteMs = elapsedMs;
    if (isKept) draft.responseTimes.push(elapsedMs);
  }

  #findTimeLeft(): number {
    const left = this.steering.timeoutMs - (this.#context.now() - this.#record.startedAt);
    if (left > 0) return Math.ceil(left);
    throw new GatewayError(
      `no answer began within the ${this.steering.timeoutMs} ms of x-outcrop-timeout-ms.`,
      {
        status: 504,
        code: 'upstream_timeout',
      },
    );
  }
}
