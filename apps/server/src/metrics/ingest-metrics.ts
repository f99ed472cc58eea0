import { formatLabels, type MetricRegistry } from './metric-registry.ts';

/** Counts what apps send. */
export interface IngestMetrics {
  /** Of each request, once it is answered. */
  noteRequest(status: number): void;
  noteSpans(result: 'accepted' | 'refused', count: number): void;
  /** Of a request's body, uncompressed. */
  noteBytes(byteLength: number): void;
}

export function createIngestMetrics(registry: MetricRegistry): IngestMetrics {
  const requests = registry.createCounter({
    name: 'outcrop_ingest_requests_total',
    help: 'Requests that brought spans, by the status of their answers.',
  });
  const spans = registry.createCounter({
    name: 'outcrop_ingest_spans_total',
    help: 'Spans that apps sent: accepted once they are on disk, refused where they cannot be kept.',
  });
  const bytes = registry.createCounter({
    name: 'outcrop_ingest_bytes_total',
    help: 'Bytes of the requests that brought spans, uncompressed.',
  });
  return {
    noteRequest: (status) => requests.add(formatLabels({ status: String(status) })),
    noteSpans: (result, count) => {
      if (count > 0) spans.add(formatLabels({ result }), count);
    },
    noteBytes: (byteLength) => bytes.add('', byteLength),
  };
}
