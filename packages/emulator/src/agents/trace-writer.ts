import type { JsonObject } from '../json.ts';
import type { StreamEvent } from '../operations/operation.ts';
import type { AgentDefinition } from './agent-definition.ts';

/** Which agent a trace part is of, and who called it. */
export interface AgentPlace {
  agent: AgentDefinition;
  /** The agents above it, outermost first. */
  callers: readonly AgentDefinition[];
}

/** Writes the trace events of one call of an agent, each at the time that the work before it took. */
export class TraceWriter {
  readonly events: StreamEvent[] = [];
  readonly #identity: JsonObject;
  readonly #idPrefix: string;
  #now = Date.now();
  #step = 0;

  /** `identity` is what every event of this call says; `idPrefix` begins the ids of its steps. */
  constructor(identity: JsonObject, idPrefix: string) {
    this.#identity = identity;
    this.#idPrefix = idPrefix;
  }

  nextTraceId(): string {
    this.#step += 1;
    return `${this.#idPrefix}-${this.#step - 1}`;
  }

  /** Lets work take that long; gives the `metadata` that tells of it. */
  spend(totalTimeMs: number): JsonObject {
    const startTime = new Date(this.#now).toISOString();
    this.#now += totalTimeMs;
    return {
      startTime,
      endTime: new Date(this.#now).toISOString(),
      totalTimeMs,
      clientRequestId: `${this.#idPrefix}-request-${this.events.length}`,
    };
  }

  add({ agent, callers }: AgentPlace, trace: JsonObject): void {
    const isCollaborator = callers.length > 0;
    this.events.push({
      type: 'trace',
      payload: {
        ...this.#identity,
        callerChain: [...callers, agent].map(({ aliasArn }) => ({ agentAliasArn: aliasArn })),
        ...(isCollaborator ? { collaboratorName: agent.name } : {}),
        eventTime: new Date(this.#now).toISOString(),
        trace,
      },
      tokens: 0,
    });
  }
}
