import { ClippedText } from '../../../ui/clipped-text.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { GuardedPart } from '../conversation.ts';
import styles from './guardrail-callout.module.css';

/** A text that the guardrail was told to look at. */
export function GuardedText({ part }: { part: GuardedPart }) {
  return (
    <div className={styles.guarded}>
      <p className={styles.guardedLabel}>
        <Icon name="shield" size={12} /> guarded
        {part.qualifiers.length > 0 && `: ${part.qualifiers.join(', ')}`}
      </p>
      <p className={styles.guardedText}>
        <ClippedText text={part.text} />
      </p>
    </div>
  );
}
