import { useState } from 'react';

interface Asked {
  data: unknown;
  error: Error | null;
}

/**
 * The last error of a query that has no data yet. It stays while the query is asked again, so that nothing flickers,
 * and goes when another `subject` is asked for.
 */
export function useStandingError({ data, error }: Asked, subject = ''): Error | null {
  const [last, setLast] = useState({ error, subject });
  if (last.subject !== subject || (error && error !== last.error)) setLast({ error, subject });
  return data === undefined ? (error ?? (last.subject === subject ? last.error : null)) : null;
}
