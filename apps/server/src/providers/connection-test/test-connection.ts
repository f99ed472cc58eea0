import { performance } from 'node:perf_hooks';
import { GatewayError, type ProviderClient, type UpstreamProvider } from '@outcrop/gateway';
import {
  OutcropError,
  connectionStepNames,
  type ConnectionStep,
  type ConnectionTest,
} from '@outcrop/protocol';
import { callSmallestModel } from './call-smallest-model.ts';
import { describeCredentials, type CredentialQuestion } from './describe-credentials.ts';
import { describePermission } from './describe-permission.ts';
import { findWayOut } from './way-out.ts';

export interface ConnectionOptions extends CredentialQuestion {
  upstream: UpstreamProvider;
  client: ProviderClient;
}

type StepName = ConnectionStep['name'];

/** What a step found. A warning names what does not work without failing the test. */
export interface StepFinding {
  message: string;
  /** The step did not apply. */
  isSkipped?: boolean;
}

/** Walks from credentials to a model's answer, and stops at the first step that fails. Gives each step as it ends. */
export async function* walkConnection(options: ConnectionOptions): AsyncGenerator<ConnectionStep, void> {
  const works: Record<StepName, () => Promise<StepFinding>> = {
    ...describeCredentials(options),
    permission: () => describePermission(options),
    model_call: () => callSmallestModel(options),
  };
  let hasFailed = false;
  for (const name of connectionStepNames) {
    const step: ConnectionStep = hasFailed ? skipStep(name) : await runStep(name, works[name]);
    hasFailed ||= step.status === 'failed';
    yield step;
  }
}

/** The whole walk. */
export async function testConnection(options: ConnectionOptions): Promise<ConnectionTest> {
  const steps: ConnectionStep[] = [];
  for await (const step of walkConnection(options)) steps.push(step);
  return { is_connected: steps.every(({ status }) => status !== 'failed'), steps };
}

function skipStep(name: StepName): ConnectionStep {
  return { name, status: 'skipped', message: 'An earlier step failed.', error: null, duration_ms: 0 };
}

async function runStep(name: StepName, work: () => Promise<StepFinding>): Promise<ConnectionStep> {
  const startedAt = performance.now();
  const finish = (step: Omit<ConnectionStep, 'name' | 'duration_ms'>): ConnectionStep => ({
    name,
    ...step,
    duration_ms: Math.round(performance.now() - startedAt),
  });
  try {
    const { message, isSkipped } = await work();
    return finish({ status: isSkipped ? 'skipped' : 'passed', message, error: null });
  } catch (error) {
    if (!OutcropError.is(error)) throw error;
    const failure = describeFailure(name, error);
    return finish({ status: 'failed', message: failure.message, error: failure });
  }
}

function describeFailure(step: StepName, error: OutcropError): NonNullable<ConnectionStep['error']> {
  const exception = error instanceof GatewayError ? error.exception : undefined;
  const type = exception ?? error.code;
  const message = error.message.replace('[outcrop] ', '');
  const status = error instanceof GatewayError ? findAwsStatus(error) : null;
  return { type, message, status, way_out: findWayOut({ step, type, message }) };
}

/** Of AWS's answer; the status of our own errors is meant for clients of the gateway. */
function findAwsStatus({ exception, status, cause }: GatewayError): number | null {
  const { $metadata } = (cause ?? {}) as { $metadata?: { httpStatusCode?: number } };
  if ($metadata?.httpStatusCode !== undefined) return $metadata.httpStatusCode;
  return exception !== undefined && cause === undefined ? status : null;
}
