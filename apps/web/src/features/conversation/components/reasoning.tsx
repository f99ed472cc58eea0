import { formatCounted } from '../../../lib/format-number.ts';
import { ClippedText } from '../../../ui/clipped-text.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { ReasoningPart } from '../conversation.ts';
import styles from './reasoning.module.css';

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}

export function Reasoning({ part }: { part: ReasoningPart }) {
  if (part.isRedacted) {
    return (
      <p className={styles.redacted}>
        <Icon name="thinking" /> Reasoning, encrypted by the provider
      </p>
    );
  }
  return (
    <details className={styles.reasoning}>
      <summary className={styles.summary}>
        <Icon name="thinking" /> Reasoning
        <span className={styles.size}>{formatCounted(countWords(part.text), 'word')}</span>
      </summary>
      <p className={styles.text}>
        <ClippedText text={part.text} />
      </p>
    </details>
  );
}
