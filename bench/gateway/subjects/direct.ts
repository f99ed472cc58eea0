import { base, type Subject, type Upstreams } from '../subject.ts';
import { withoutGateway } from '../workloads.ts';

/** No gateway at all: what everything else is compared with. */
export function createDirect(upstreams: Upstreams): Subject {
  return {
    name: base,
    find: (kind, upstream) => ({ origin: upstreams[upstream], kind: withoutGateway(kind), headers: {} }),
    pid: undefined,
    settle: async () => 0,
    stop: async () => undefined,
  };
}
