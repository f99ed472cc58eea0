import { copyRecord } from '../copy-value.ts';
import { findOperation } from '../operations/find-operation.ts';
import type { StepReading } from '../operations/operation.ts';
import { isRecord, keepPresent, readArray, readRecord, readString } from '../read-value.ts';
import { AgentTraceReader } from './agent-trace/agent-trace-reader.ts';
import { readTime } from './agent-trace/read-time.ts';

const maxNodes = 1000;

interface NodeRun {
  step: StepReading;
  agent: AgentTraceReader | undefined;
}

/**
 * Turns a flow's trace events into steps: one for each run of a node, with the calls and the agents inside it.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/flows-trace.html
 */
export class FlowTraceReader {
  readonly steps: StepReading[] = [];
  /** How many runs came after the thousandth. */
  omittedSteps = 0;
  /** The last run of each node. */
  readonly #runs = new Map<string, NodeRun>();

  read(trace: unknown, arrivedAt: number): void {
    const {
      nodeInputTrace,
      nodeOutputTrace,
      nodeActionTrace,
      nodeDependencyTrace,
      conditionNodeResultTrace,
    } = readRecord(trace);
    if (isRecord(nodeInputTrace)) this.#startNode(copyRecord(nodeInputTrace), arrivedAt);
    if (isRecord(nodeOutputTrace)) this.#endNode(copyRecord(nodeOutputTrace), arrivedAt);
    if (isRecord(nodeActionTrace)) this.#addAction(copyRecord(nodeActionTrace), arrivedAt);
    if (isRecord(nodeDependencyTrace)) this.#addDependency(nodeDependencyTrace, arrivedAt);
    if (isRecord(conditionNodeResultTrace))
      this.#addCondition(copyRecord(conditionNodeResultTrace), arrivedAt);
  }

  #startNode(trace: Record<string, unknown>, arrivedAt: number): void {
    this.#openRun(trace, arrivedAt).step.input = { fields: trace.fields };
  }

  #endNode(trace: Record<string, unknown>, arrivedAt: number): void {
    const { step } = this.#getRun(trace, arrivedAt);
    step.output = { fields: trace.fields };
    step.endTime = Math.max(step.startTime, readTime(trace.timestamp) ?? arrivedAt);
  }

  #addAction(trace: Record<string, unknown>, arrivedAt: number): void {
    const { step } = this.#getRun(trace, arrivedAt);
    const time = readTime(trace.timestamp) ?? arrivedAt;
    step.steps.push({
      name: `${String(trace.serviceName)}.${String(trace.operationName)}`,
      type: 'function',
      // The event tells of the call once it is made: only the node knows since when.
      startTime: Math.min(step.startTime, time),
      endTime: time,
      ...readAction(trace),
      steps: [],
    });
  }

  #addDependency(trace: Record<string, unknown>, arrivedAt: number): void {
    const run = this.#getRun(trace, arrivedAt);
    if (!run.agent) {
      run.agent = new AgentTraceReader();
      // Shared, so that what the agent does later is in it as well.
      run.agent.steps.push(...run.step.steps);
      run.step.steps = run.agent.steps;
    }
    for (const part of readArray(readRecord(trace.traceElements).agentTraces))
      run.agent.read(part, arrivedAt);
  }

  #addCondition(trace: Record<string, unknown>, arrivedAt: number): void {
    const { step } = this.#getRun(trace, arrivedAt);
    step.output ??= { satisfiedConditions: trace.satisfiedConditions };
    step.endTime ??= Math.max(step.startTime, readTime(trace.timestamp) ?? arrivedAt);
  }

  #getRun(trace: Record<string, unknown>, arrivedAt: number): NodeRun {
    return this.#runs.get(String(trace.nodeName)) ?? this.#openRun(trace, arrivedAt);
  }

  #openRun(trace: Record<string, unknown>, arrivedAt: number): NodeRun {
    const name = readString(trace.nodeName) ?? 'node';
    const startTime = readTime(trace.timestamp) ?? arrivedAt;
    const run: NodeRun = {
      step: { name, type: 'task', startTime, metadata: {}, steps: [] },
      agent: undefined,
    };
    this.#runs.set(name, run);
    if (this.steps.length < maxNodes) this.steps.push(run.step);
    else this.omittedSteps += 1;
    return run;
  }
}

/** What a node asked of another service; read as a call of the Bedrock runtime where it is one that says its tokens. */
function readAction(
  trace: Record<string, unknown>,
): Pick<StepReading, 'input' | 'output' | 'metadata' | 'usage' | 'latencyMs'> & { type?: 'llm' } {
  const { operationRequest, operationResponse } = trace;
  const metadata = keepPresent({
    service: trace.serviceName,
    operation: trace.operationName,
    request_id: trace.requestId,
  });
  const operation = findOperation(`${String(trace.operationName)}Command`);
  if (!operation || !isRecord(operationRequest) || !isRecord(operationResponse))
    return { input: operationRequest, output: operationResponse, metadata };
  const request = operation.readRequest(operationRequest);
  const response = operation.readResponse(operationResponse, {});
  if (!response.usage) return { input: operationRequest, output: operationResponse, metadata };
  const model = keepPresent({ provider: 'aws-bedrock', model: request.model });
  return {
    type: 'llm',
    input: request.input,
    output: response.output,
    metadata: { ...request.metadata, ...response.metadata, ...metadata, ...model },
    usage: response.usage,
    latencyMs: response.latencyMs,
  };
}
