import { formatCount } from '../../../lib/format-number.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './new-traces-pill.module.css';

interface NewTracesPillProps {
  count: number;
  onShow: () => void;
}

export function NewTracesPill({ count, onShow }: NewTracesPillProps) {
  return (
    <div role="status" className={styles.place}>
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={onShow}>
          <Icon name="up" size={12} />
          {formatCount(count)} new
        </button>
      )}
    </div>
  );
}
