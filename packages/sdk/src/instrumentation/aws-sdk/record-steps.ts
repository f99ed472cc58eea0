import { mapUsageToMetrics, type StepReading } from '@outcrop/bedrock';
import type { TraceSpan } from '../../tracer/trace-span.ts';

/** Makes the steps that an answer told of spans below the call's, each with its own times. Call it before the call's span ends. */
export function recordSteps(call: TraceSpan, steps: readonly StepReading[]): void {
  if (steps.length === 0) return;
  const now = call.now();
  const offset = findClockOffset(steps, { startTime: call.record.startTime, endTime: now });
  for (const step of steps) recordStep(step, { parent: call, call, offset, now });
}

interface StepContext {
  parent: TraceSpan;
  call: TraceSpan;
  /** Added to Bedrock's times. */
  offset: number;
  now: number;
}

function recordStep(step: StepReading, context: StepContext): void {
  const { parent, call, offset, now } = context;
  const startTime = step.startTime + offset;
  const span = parent.startSpanAt(startTime, step);
  const { region } = call.record.metadata;
  if (step.type === 'llm' && region !== undefined) span.note({ region });
  const metrics = mapUsageToMetrics(step.usage);
  if (step.latencyMs !== undefined) metrics.latency_ms = step.latencyMs;
  span.log({ input: step.input, output: step.output, metadata: step.metadata, metrics });
  // Such as what the code of an agent printed when it failed.
  if (step.error)
    span.setError(span.recordsOutput ? step.error : { ...step.error, message: '[not recorded]' });
  if (step.endTime === undefined) span.note({ partial: true });
  for (const child of step.steps) recordStep(child, { ...context, parent: span });
  span.end(step.endTime === undefined ? Math.max(startTime, now) : step.endTime + offset);
}

interface Interval {
  startTime: number;
  endTime: number;
}

/** Bedrock's clock and ours differ: a trace that lies outside its call is moved as a whole, so that it begins or ends with it. */
function findClockOffset(steps: readonly StepReading[], call: Interval): number {
  const { startTime, endTime } = spanSteps(steps);
  if (startTime < call.startTime) return call.startTime - startTime;
  return endTime > call.endTime ? Math.max(call.endTime - endTime, call.startTime - startTime) : 0;
}

function spanSteps(steps: readonly StepReading[]): Interval {
  const interval = { startTime: Number.POSITIVE_INFINITY, endTime: Number.NEGATIVE_INFINITY };
  for (const step of steps) {
    const below = spanSteps(step.steps);
    interval.startTime = Math.min(interval.startTime, step.startTime, below.startTime);
    interval.endTime = Math.max(interval.endTime, step.endTime ?? step.startTime, below.endTime);
  }
  return interval;
}
