import type { JsonObject } from '../json.ts';
import type { StreamEvent } from '../operations/operation.ts';
import type { AgentDefinition } from './agent-definition.ts';

/** Which agent a trace part is of, and who called it. */
export interface AgentPlace {
  agent: AgentDefinition;
  /** The agents above it, outermost first. */
  callers: readonly AgentDefinition[];
}

/** Writes the trace events of one call of an agent, at the times that its steps really have. */
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

  /** Ends a step that began where the last one ended; gives the `metadata` that tells of it. */
  endStep(): JsonObject {
    const startedAt = this.#now;
    this.#now = Math.max(startedAt, Date.now());
    return {
      startTime: new Date(startedAt).toISOString(),
      endTime: new Date(this.#now).toISOString(),
      totalTimeMs: this.#now - startedAt,
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
