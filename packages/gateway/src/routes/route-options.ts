import type { Caller } from '../routing/caller.ts';
import type { ListedModel } from '../gateway-host.ts';
import type { MediaFetcher } from '../translate/media/load-remote-media.ts';

/** What the routes need beside the calls they are given. */
export interface RouteOptions {
  listModels(caller: Caller): Promise<readonly ListedModel[]>;
  /** Gets what URLs in requests name; without it such URLs are refused. */
  fetchMedia?: MediaFetcher;
  /** Milliseconds since the Unix epoch. */
  now?: () => number;
}
