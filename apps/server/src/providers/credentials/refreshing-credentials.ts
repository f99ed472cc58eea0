import type { CredentialSource, UpstreamCredentials } from '@outcrop/gateway';

export interface LoadedCredentials {
  credentials: UpstreamCredentials;
  /** Milliseconds since the Unix epoch; absent when they do not say. */
  expiresAt?: number;
}

export interface RefreshingCredentialsOptions {
  load: () => Promise<LoadedCredentials>;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** So long before they expire, new ones are asked for; at most half of their life. */
const refreshAheadMs = 5 * 60_000;
/** So shortly before they expire, they are not used any more: the request has to arrive. */
const marginMs = 10_000;
/** What does not expire may be replaced, such as a profile in a file. */
const recheckMs = 5 * 60_000;
/** After a failure nobody asks again for so long: callers would all do so, one after the other. */
const pauseMs = 2000;

interface Held extends LoadedCredentials {
  refreshAt: number;
  unusableAt: number;
}

/**
 * Loads credentials once for all who wait, and again before they expire, while the old ones still serve. A failed refresh
 * leaves valid ones in use.
 */
export function createRefreshingCredentials({ load, now }: RefreshingCredentialsOptions): CredentialSource {
  let held: Held | undefined;
  let loading: Promise<UpstreamCredentials> | undefined;
  let failure: { error: unknown; until: number } | undefined;

  const loadNow = async (): Promise<UpstreamCredentials> => {
    try {
      held = hold(await load(), now());
      failure = undefined;
      return held.credentials;
    } catch (error) {
      failure = { error, until: now() + pauseMs };
      throw error;
    } finally {
      loading = undefined;
    }
  };
  return {
    get() {
      const time = now();
      const isPaused = failure !== undefined && time < failure.until;
      if (held && time < held.unusableAt) {
        // Whoever waits for it next sees the failure, if there still is one by then.
        if (time >= held.refreshAt && !isPaused) (loading ??= loadNow()).catch(() => undefined);
        return held.credentials;
      }
      if (failure && isPaused) throw failure.error;
      return (loading ??= loadNow());
    },
  };
}

function hold(loaded: LoadedCredentials, time: number): Held {
  const { expiresAt } = loaded;
  if (expiresAt === undefined) return { ...loaded, refreshAt: time + recheckMs, unusableAt: Infinity };
  const life = Math.max(0, expiresAt - time);
  return {
    ...loaded,
    refreshAt: expiresAt - Math.min(refreshAheadMs, life / 2),
    unusableAt: expiresAt - Math.min(marginMs, life / 10),
  };
}
