import type { Logger } from '../../tracer/logger.ts';

export interface WrapOptions {
  /** Default: the logger that `initLogger` made current when the call is made. */
  logger?: Logger;
}
