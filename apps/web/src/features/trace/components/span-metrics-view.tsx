import type { Span, SpanMetrics } from '@outcrop/protocol';

import { formatCount, formatExactCost, formatShare } from '../../../lib/format-number.ts';
import { formatDuration, formatExactTime } from '../../../lib/format-time.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { gatewayMetricNames, listGatewayTimes } from '../layout/gateway-times.ts';
import { listTokenStrata } from '../layout/token-strata.ts';
import styles from './fact-list.module.css';
import { Strata } from './strata.tsx';

interface Fact {
  name: string;
  value: string;
}

const namedMetrics = new Set([
  'prompt_tokens',
  'completion_tokens',
  'tokens',
  'prompt_cached_tokens',
  'prompt_cache_creation_tokens',
  'prompt_cache_creation_5m_tokens',
  'prompt_cache_creation_1h_tokens',
  'completion_reasoning_tokens',
  'guardrail_latency_ms',
  'time_to_first_token',
  'latency_ms',
  'cost_usd',
  ...gatewayMetricNames,
]);

function listTimes(span: Span): Fact[] {
  const { time_to_first_token: firstToken, latency_ms: latency, completion_tokens: output } = span.metrics;
  const guardrailLatency = span.metrics['guardrail_latency_ms'];
  const durationMs = measureDurationMs(span, Date.now());
  const generatingS = durationMs / 1000 - (firstToken ?? 0);
  const isRateKnown =
    span.end_time !== null && firstToken !== undefined && output !== undefined && generatingS > 0;
  return [
    { name: 'Started', value: formatExactTime(span.start_time / 1000) },
    { name: 'Duration', value: span.end_time === null ? 'still running' : formatDuration(durationMs) },
    ...(firstToken === undefined
      ? []
      : [{ name: 'First token after', value: formatDuration(firstToken * 1000) }]),
    ...(isRateKnown ? [{ name: 'Output rate', value: `${(output / generatingS).toFixed(1)} tokens/s` }] : []),
    ...(latency === undefined ? [] : [{ name: "Bedrock's own latency", value: formatDuration(latency) }]),
    ...(guardrailLatency === undefined
      ? []
      : [{ name: 'In guardrails', value: formatDuration(guardrailLatency) }]),
  ];
}

function describeCost(span: Span): string {
  if (span.metrics.cost_usd !== undefined) return formatExactCost(span.metrics.cost_usd);
  if (span.end_time === null) return 'known when the call ends';
  return span.metadata['partial'] === true
    ? 'unknown: the stream ended before its usage arrived'
    : 'no known price for this model';
}

function listOthers(metrics: SpanMetrics): Fact[] {
  return Object.entries(metrics).flatMap(([name, value]) =>
    namedMetrics.has(name) || value === undefined ? [] : [{ name, value: formatCount(value) }],
  );
}

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <section className={styles.group}>
      <h3 className={styles.title}>{title}</h3>
      <dl className={styles.list}>
        {facts.map(({ name, value }) => (
          <div key={name} className={styles.entry}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.value}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function SpanMetricsView({ span }: { span: Span }) {
  const strata = listTokenStrata(span.metrics);
  return (
    <>
      {strata.length > 0 && (
        <section className={styles.group}>
          <h3 className={styles.title}>
            {formatCount(strata.reduce((sum, { tokens }) => sum + tokens, 0))} tokens
          </h3>
          <Strata strata={strata} />
          <dl className={styles.list}>
            {strata.map(({ part, label, tokens, share, note }) => (
              <div key={part} className={styles.entry}>
                <dt className={styles.name}>
                  <span className={styles.swatch} data-part={part} />
                  {label}
                </dt>
                <dd className={styles.value}>
                  {formatCount(tokens)}
                  <span className={styles.share}>{formatShare(share)}</span>
                  {note !== undefined && <span className={styles.share}>{note}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      {span.type === 'llm' && <Facts title="Cost" facts={[{ name: 'Cost', value: describeCost(span) }]} />}
      <Facts title="Time" facts={listTimes(span)} />
      <Facts
        title="In the gateway"
        facts={listGatewayTimes(span.metrics).map(({ name, ms }) => ({ name, value: formatDuration(ms) }))}
      />
      <Facts title="More" facts={listOthers(span.metrics)} />
    </>
  );
}
