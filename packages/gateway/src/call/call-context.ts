import type { GatewayHost } from '../gateway-host.ts';
import type { CoolDowns } from '../routing/cool-downs.ts';
import type { RetryBudget } from '../routing/retry-budget.ts';
import type { DuplexTransport } from '../upstream/transport.ts';
import type { CallsUnderWay } from './calls-under-way.ts';
import type { RunningCall } from './running-call.ts';

/** What every call of one gateway shares. */
export interface CallContext {
  host: GatewayHost;
  transport: DuplexTransport;
  coolDowns: CoolDowns;
  retryBudget: RetryBudget;
  /** Milliseconds since the Unix epoch, with fractions. */
  now: () => number;
  /** Between 0 and 1. */
  random: () => number;
  /** Between two pieces of an answer. */
  idleMs: number;
  /** Calls under way. */
  calls: CallsUnderWay<RunningCall>;
}
