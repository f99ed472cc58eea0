import type { Span } from '@outcrop/protocol';

import { formatCost, formatCounted, formatTokenCount } from '../../../lib/format-number.ts';
import { formatDuration, formatExactTime } from '../../../lib/format-time.ts';
import { readString } from '../../../lib/json-value.ts';
import { measureDurationMs } from '../../../lib/measure-duration.ts';
import { shortenModel } from '../../../lib/shorten-model.ts';
import { useNow } from '../../../lib/use-now.ts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { readPartialAnswer } from '../../conversation/partial-answer.ts';
import { describeTier } from '../layout/describe-tier.ts';
import { countRetries } from '../layout/span-events.ts';
import styles from './span-heading.module.css';
import { SpanTypeIcon } from './span-type-icon.tsx';
import { buildSpanLink } from '../span-link.ts';

interface SpanHeadingProps {
  span: Span;
  project: string;
  /** Its name, duration, tokens and cost stand in the trace's header already. */
  isAlone: boolean;
  onClose: (() => void) | undefined;
}

function Duration({ span }: { span: Span }) {
  const isRunning = span.end_time === null;
  const now = useNow(isRunning ? 100 : null);
  return (
    <li
      className={isRunning ? styles.running : styles.strong}
      title={formatExactTime(span.start_time / 1000)}
    >
      {formatDuration(measureDurationMs(span, now))}
      {isRunning && ' so far'}
    </li>
  );
}

/** What the trace's header says of all of its spans. */
function Sums({ span }: { span: Span }) {
  const { tokens, cost_usd: cost } = span.metrics;
  return (
    <>
      <Duration span={span} />
      {tokens !== undefined && <li>{formatTokenCount(tokens)}</li>}
      {cost !== undefined && (
        <li>
          {formatCost(cost)}
          {readPartialAnswer(span.metadata) && '+'}
        </li>
      )}
    </>
  );
}

/** The model as the app named it, and the one behind it where that is another. */
function Model({ metadata }: Pick<Span, 'metadata'>) {
  const model = readString(metadata['model']);
  const behind = readString(metadata['invoked_model']);
  if (model === undefined) return null;
  return (
    <li className={styles.model} title={behind === undefined ? model : `${model} → ${behind}`}>
      <span className={styles.modelId}>{model}</span>
      {behind !== undefined && <span className={styles.behind}> → {shortenModel(behind)}</span>}
    </li>
  );
}

export function SpanHeading({ span, project, isAlone, onClose }: SpanHeadingProps) {
  const { time_to_first_token: firstToken } = span.metrics;
  const partial = readPartialAnswer(span.metadata);
  const retries = countRetries(span);
  const tier = describeTier(span.metadata);
  const stopReason = readString(span.metadata['stop_reason']);
  return (
    <header className={styles.heading}>
      {!isAlone && (
        <div className={styles.line}>
          {onClose && (
            <Button look="quiet" onClick={onClose} aria-label="Back to the spans">
              <Icon name="back" size={16} />
            </Button>
          )}
          <SpanTypeIcon type={span.type} size={16} />
          <h2 className={styles.name} title={span.name}>
            {span.name}
          </h2>
          <span className={styles.copy}>
            <CopyButton text={() => buildSpanLink(project, span)} subject="link to this span" />
          </span>
        </div>
      )}
      <ul role="list" className={styles.facts}>
        <Model metadata={span.metadata} />
        {!isAlone && <Sums span={span} />}
        {firstToken !== undefined && <li>first token {formatDuration(firstToken * 1000)}</li>}
        {retries > 0 && <li className={styles.running}>{formatCounted(retries, 'retry', 'retries')}</li>}
        {span.metadata['cache'] === 'hit' && (
          <li title="The gateway had this answer already: it cost nothing. Tokens are those of the call that it came from">
            from the cache
          </li>
        )}
        {tier !== undefined && <li title="Service tier">{tier}</li>}
        {partial && (
          <li className={styles.running} title={partial.text}>
            {partial.label}
          </li>
        )}
        {stopReason !== undefined && <li title="Stop reason">{stopReason}</li>}
      </ul>
    </header>
  );
}
