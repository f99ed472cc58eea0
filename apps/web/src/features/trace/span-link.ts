interface LinkedSpan {
  trace_id: string;
  span_id: string;
}

/** The address that opens this span, for anyone who can sign in. */
export function buildSpanLink(project: string, span: LinkedSpan): string {
  const path = `/projects/${encodeURIComponent(project)}/traces/${encodeURIComponent(span.trace_id)}`;
  return `${window.location.origin}${path}?span=${encodeURIComponent(span.span_id)}`;
}
