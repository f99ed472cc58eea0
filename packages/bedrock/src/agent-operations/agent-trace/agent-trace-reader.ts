import type { StepReading } from '../../operations/operation.ts';
import { copyRecord } from '../../copy-value.ts';
import { isRecord, keepPresent, readNumber, readRecord, readString } from '../../read-value.ts';
import { AgentScope } from './agent-scope.ts';
import { readObservation, startInvocation } from './invocation-step.ts';
import { addModelOutput, describeModelInput } from './model-step.ts';
import { readTime } from './read-time.ts';

const maxSteps = 1000;

/** The members of a trace that hold an agent's thinking, with the name of their stage. */
const stages: readonly (readonly [member: string, stage: string])[] = [
  ['preProcessingTrace', 'preProcessing'],
  ['orchestrationTrace', 'orchestration'],
  ['routingClassifierTrace', 'routingClassifier'],
  ['postProcessingTrace', 'postProcessing'],
];

/** When one part of a trace was made, and whose it is. */
interface PartContext {
  scope: AgentScope;
  time: number;
  collaborator: string | undefined;
}

export interface AgentTraceOptions {
  /** The foundation model of the agent, or of a collaborator, where the request names it and the trace may not. */
  findModel?(collaborator: string | undefined): string | undefined;
}

/**
 * Turns an agent's trace events into steps: model calls, tools, look-ups, guardrails and failures, those of a
 * collaborator inside its own step. https://docs.aws.amazon.com/bedrock/latest/userguide/trace-events.html
 */
export class AgentTraceReader {
  readonly steps: StepReading[] = [];
  /** How many came after the thousandth. */
  omittedSteps = 0;
  readonly #root = new AgentScope(this.steps);
  readonly #options: AgentTraceOptions;
  #stepCount = 0;

  constructor(options: AgentTraceOptions = {}) {
    this.#options = options;
  }

  /** `arrivedAt` stands in for times that the part does not say. */
  read(event: unknown, arrivedAt: number): void {
    if (!isRecord(event) || !isRecord(event.trace)) return;
    const part = copyRecord(event);
    const collaborator = readString(part.collaboratorName);
    const time = readTime(part.eventTime) ?? arrivedAt;
    const context = { scope: this.#findScope(collaborator, time), time, collaborator };
    const trace = readRecord(part.trace);
    for (const [member, stage] of stages) {
      if (isRecord(trace[member])) this.#readStage(readRecord(trace[member]), stage, context);
    }
    if (isRecord(trace.guardrailTrace)) this.#readGuardrail(trace.guardrailTrace, context);
    if (isRecord(trace.failureTrace)) this.#readFailure(trace.failureTrace, context);
    if (isRecord(trace.customOrchestrationTrace))
      this.#readCustomOrchestration(trace.customOrchestrationTrace, context);
  }

  #findScope(collaborator: string | undefined, time: number): AgentScope {
    if (collaborator === undefined) return this.#root;
    const known = this.#root.findCollaborator(collaborator);
    if (known) return known;
    // Its call was not in the trace: the step is made of what the collaborator itself says.
    const step = newStep({ name: collaborator, type: 'task', startTime: time, metadata: {} });
    this.#add(this.#root, step);
    return this.#root.addCollaborator(step);
  }

  #readStage(trace: Record<string, unknown>, stage: string, context: PartContext): void {
    if (isRecord(trace.modelInvocationInput)) this.#startModel(trace.modelInvocationInput, stage, context);
    if (isRecord(trace.modelInvocationOutput)) this.#endModel(trace.modelInvocationOutput, stage, context);
    if (isRecord(trace.rationale)) noteOnModel(context.scope, { rationale: trace.rationale.text });
    if (isRecord(trace.invocationInput)) this.#startInvocation(trace.invocationInput, context);
    if (isRecord(trace.observation)) this.#readObservation(trace.observation, context);
  }

  #startModel(input: Record<string, unknown>, stage: string, context: PartContext): StepReading {
    const { scope, time: startTime, collaborator } = context;
    const step = newStep({ ...describeModelInput(input, stage), type: 'llm', startTime });
    step.metadata.model ??= this.#options.findModel?.(collaborator);
    this.#add(scope, step);
    scope.open('model', readString(input.traceId), step);
    scope.lastModelStep = step;
    return step;
  }

  #endModel(output: Record<string, unknown>, stage: string, context: PartContext): void {
    const { scope } = context;
    const traceId = readString(output.traceId);
    let step = scope.close('model', traceId);
    if (!step) {
      this.#startModel({ traceId }, stage, context);
      step = scope.close('model', traceId);
    }
    if (!step) return;
    addModelOutput(step, output);
    endStep(step, readRecord(output.metadata), context.time);
  }

  #startInvocation(invocation: Record<string, unknown>, { scope, time }: PartContext): void {
    const start = startInvocation(invocation);
    if (!start) return;
    const { kind, ...fields } = start;
    const traceId = readString(invocation.traceId);
    const step = newStep({ ...fields, startTime: time });
    Object.assign(step.metadata, keepPresent({ trace_id: traceId }));
    this.#add(scope, step);
    // The caller itself does such work, after this call.
    if (step.metadata.execution_type === 'RETURN_CONTROL') step.endTime = time;
    else scope.open(kind, traceId, step);
  }

  #readObservation(observation: Record<string, unknown>, { scope, time }: PartContext): void {
    if (isRecord(observation.repromptResponse))
      noteOnModel(scope, { reprompt: observation.repromptResponse });
    const end = readObservation(observation);
    const step = end && scope.close(end.kind, readString(observation.traceId));
    if (!step) return;
    Object.assign(step, keepPresent(end.reading));
    endStep(step, end.metadata, time);
  }

  #readGuardrail(trace: Record<string, unknown>, { scope, time }: PartContext): void {
    const { metadata, traceId, ...output } = trace;
    const times = readRecord(metadata);
    const step = newStep({
      name: 'bedrock.agent.guardrail',
      type: 'function',
      startTime: time,
      output,
      metadata: keepPresent({ trace_id: traceId, action: trace.action }),
    });
    step.latencyMs = readNumber(times.totalTimeMs);
    endStep(step, times, time);
    this.#add(scope, step);
  }

  #readFailure(trace: Record<string, unknown>, { scope, time }: PartContext): void {
    const failed = scope.closeFailed(readString(trace.traceId));
    const step =
      failed ?? newStep({ name: 'bedrock.agent.failure', type: 'function', startTime: time, metadata: {} });
    if (!failed) this.#add(scope, step);
    const status = readNumber(trace.failureCode);
    step.error = {
      type: 'AgentFailure',
      message: readString(trace.failureReason) ?? 'The agent said no reason.',
      ...(status === undefined ? {} : { status }),
    };
    endStep(step, readRecord(trace.metadata), time);
  }

  #readCustomOrchestration(trace: Record<string, unknown>, { scope, time }: PartContext): void {
    const step = newStep({
      name: 'bedrock.agent.customOrchestration',
      type: 'function',
      startTime: time,
      output: trace.event,
      metadata: keepPresent({ trace_id: trace.traceId }),
    });
    step.endTime = time;
    this.#add(scope, step);
  }

  #add(scope: AgentScope, step: StepReading): void {
    this.#stepCount += 1;
    if (this.#stepCount <= maxSteps) scope.steps.push(step);
    else this.omittedSteps += 1;
  }
}

function newStep(fields: Omit<StepReading, 'steps'>): StepReading {
  return { ...fields, steps: [] };
}

/** Bedrock's own times go before those of the events that told of them. */
function endStep(step: StepReading, times: Record<string, unknown>, time: number): void {
  step.startTime = readTime(times.startTime) ?? step.startTime;
  step.endTime = Math.max(step.startTime, readTime(times.endTime) ?? time);
}

function noteOnModel(scope: AgentScope, metadata: Record<string, unknown>): void {
  if (scope.lastModelStep) Object.assign(scope.lastModelStep.metadata, keepPresent(metadata));
}
