import {
  GatewayError,
  type Admission,
  type Caller,
  type GatewayHost,
  type ListedModel,
  type Target,
} from '@outcrop/gateway';
import type { AuthenticateCaller } from './authenticate-caller.ts';

/** Where the models of a project are. At once where it can be, since every call asks. */
export interface CallTargets {
  /** Throws a GatewayError for a model that no provider of the project serves. */
  findTargets(project: string, model: string): readonly Target[] | Promise<readonly Target[]>;
  /** One for each provider that serves the project. Throws a GatewayError without any. */
  findProviderTargets(project: string): readonly Target[];
  listModels(project: string): readonly ListedModel[];
}

export interface GatewayHostOptions {
  authenticateCaller: AuthenticateCaller;
  targets: CallTargets;
  recorder: Pick<GatewayHost, 'record' | 'noteRefusal'>;
  admit?: GatewayHost['admit'];
  cache?: GatewayHost['cache'];
}

const unlimited: Admission = { end: () => undefined, settle: () => undefined };

/** Gives the gateway this server's keys, providers and stores. */
export function createGatewayHost(options: GatewayHostOptions): GatewayHost {
  const { authenticateCaller, targets, recorder, admit = () => unlimited, cache } = options;
  return {
    authenticate: authenticateCaller,
    findTargets(caller, model) {
      checkModel(caller, model);
      return targets.findTargets(caller.project, model);
    },
    findProviderTargets: ({ project }) => targets.findProviderTargets(project),
    async listModels(caller) {
      return targets.listModels(caller.project).filter(({ name }) => caller.mayUseModel(name));
    },
    admit,
    record: (call) => recorder.record(call),
    noteRefusal: (refusal) => recorder.noteRefusal?.(refusal),
    ...(cache && { cache }),
  };
}

function checkModel(caller: Caller, model: string): void {
  if (caller.mayUseModel(model)) return;
  throw new GatewayError(
    `the API key ${JSON.stringify(caller.keyName)} may not use the model ${JSON.stringify(model)}: use a key ` +
      'that may, or make one on the page under Settings, API keys',
    { status: 403, code: 'model_not_allowed', param: 'model' },
  );
}
