import { digestJson } from '../json.ts';
import type { JsonObject } from '../json.ts';

import { emulatorAccount } from '../auth/credential-store.ts';

export interface AsyncInvocation {
  arn: string;
  modelArn: string;
  clientRequestToken?: string;
  outputDataConfig: JsonObject;
  submittedAt: Date;
  status: 'InProgress' | 'Completed' | 'Failed';
  failureMessage?: string;
  endedAt?: Date;
}

export interface AsyncInvocationOrder {
  modelArn: string;
  clientRequestToken?: string;
  outputDataConfig: JsonObject;
  /** Why it will fail; absent when it will not. */
  failureMessage?: string;
}

/** Jobs that were started. A job is in progress the first time it is looked at and has ended the second time. */
export class AsyncInvocations {
  readonly #jobs = new Map<string, { job: AsyncInvocation; failureMessage?: string; isSeen: boolean }>();

  /** The same token gives the same job again. */
  start({ failureMessage, ...order }: AsyncInvocationOrder): AsyncInvocation {
    const known = [...this.#jobs.values()].find(
      ({ job }) =>
        order.clientRequestToken !== undefined && job.clientRequestToken === order.clientRequestToken,
    );
    if (known) return known.job;
    const id = digestJson({ ...order, index: this.#jobs.size })
      .toString('hex')
      .slice(0, 12);
    const job: AsyncInvocation = {
      arn: `arn:aws:bedrock:us-east-1:${emulatorAccount}:async-invoke/${id}`,
      ...order,
      submittedAt: new Date(),
      status: 'InProgress',
    };
    this.#jobs.set(job.arn, { job, failureMessage, isSeen: false });
    return job;
  }

  find(arn: string): AsyncInvocation | undefined {
    const entry = this.#jobs.get(arn);
    if (!entry) return undefined;
    const { job, failureMessage, isSeen } = entry;
    entry.isSeen = true;
    if (isSeen && job.status === 'InProgress') {
      job.status = failureMessage === undefined ? 'Completed' : 'Failed';
      job.failureMessage = failureMessage;
      job.endedAt = new Date();
    }
    return job;
  }

  /** In order of submission. */
  list(): AsyncInvocation[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  clear(): void {
    this.#jobs.clear();
  }
}
