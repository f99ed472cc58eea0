import type { SpanType } from '@outcrop/protocol';

import { Icon } from '../../../ui/icon.tsx';
import styles from './span-type-icon.module.css';

/** Shape and colour of a span's type. */
export function SpanTypeIcon({ type, size = 14 }: { type: SpanType; size?: number }) {
  return (
    <span className={styles.icon} data-type={type} title={type}>
      <Icon name={type} size={size} />
    </span>
  );
}
