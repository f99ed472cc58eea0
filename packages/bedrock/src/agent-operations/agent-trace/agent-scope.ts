import type { StepReading } from '../../operations/operation.ts';

export type OpenStepKind = 'model' | 'action-group' | 'knowledge-base' | 'code-interpreter' | 'collaborator';

interface OpenStep {
  kind: OpenStepKind;
  traceId: string | undefined;
  step: StepReading;
}

/** What one agent is doing: its steps so far, those that are still under way, and the agents it called. */
export class AgentScope {
  readonly steps: StepReading[];
  /** The model call that a rationale belongs to. */
  lastModelStep: StepReading | undefined;
  readonly #open: OpenStep[] = [];
  /** By name; a later call of the same collaborator takes the place of an earlier one. */
  readonly #collaborators = new Map<string, AgentScope>();

  constructor(steps: StepReading[]) {
    this.steps = steps;
  }

  open(kind: OpenStepKind, traceId: string | undefined, step: StepReading): void {
    this.#open.push({ kind, traceId, step });
    if (kind === 'collaborator') this.addCollaborator(step);
  }

  addCollaborator(step: StepReading): AgentScope {
    const scope = new AgentScope(step.steps);
    this.#collaborators.set(step.name, scope);
    return scope;
  }

  /** Takes the oldest step under way of this kind, of the same trace id before any other. */
  close(kind: OpenStepKind, traceId: string | undefined): StepReading | undefined {
    const ofKind = this.#open.filter((open) => open.kind === kind);
    return this.#take(ofKind.find((open) => open.traceId === traceId) ?? ofKind[0]);
  }

  /** Takes the step under way that a failure belongs to: the newest of its trace id. */
  closeFailed(traceId: string | undefined): StepReading | undefined {
    return this.#take(this.#open.findLast((open) => open.traceId === traceId));
  }

  /** The scope of a collaborator, wherever below this agent it was called. */
  findCollaborator(name: string): AgentScope | undefined {
    const own = this.#collaborators.get(name);
    if (own) return own;
    for (const scope of this.#collaborators.values()) {
      const found = scope.findCollaborator(name);
      if (found) return found;
    }
    return undefined;
  }

  #take(open: OpenStep | undefined): StepReading | undefined {
    if (!open) return undefined;
    this.#open.splice(this.#open.indexOf(open), 1);
    return open.step;
  }
}
