import { formatCounted } from '../../../lib/format-number.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { type JsonBranchRow, type JsonLeafRow, type JsonRow, longTextLength } from '../json-rows.ts';
import colors from './json-colors.module.css';
import styles from './json-tree.module.css';

interface JsonRowViewProps {
  row: JsonRow;
  top: number;
  onToggle: (path: string) => void;
  /** A search found it; the current one is where the reader is. */
  found?: 'found' | 'current';
}

const deepestIndent = 24;

function classOf(value: JsonLeafRow['value']): string | undefined {
  if (typeof value === 'string') return colors.string;
  return typeof value === 'number' ? colors.number : colors.word;
}

function LeafValue({ row }: { row: JsonLeafRow }) {
  const text =
    typeof row.value === 'string' ? JSON.stringify(row.value.slice(0, longTextLength)) : String(row.value);
  const isCut = typeof row.value === 'string' && row.value.length > longTextLength;
  return (
    <>
      <span className={`${classOf(row.value)} ${styles.value}`}>
        {isCut ? `${text.slice(0, -1)}…"` : text}
      </span>
      {isCut && <span className={styles.size}>{formatCounted(String(row.value).length, 'character')}</span>}
    </>
  );
}

function BranchValue({ row }: { row: JsonBranchRow }) {
  const isArray = row.bracket === '[]';
  const noun = isArray ? formatCounted(row.size, 'item') : formatCounted(row.size, 'property', 'properties');
  return (
    <span className={styles.size}>
      {row.bracket[0]}
      {row.size > 0 && ` ${noun} `}
      {row.bracket[1]}
    </span>
  );
}

function Toggle({ row, onToggle }: { row: JsonBranchRow | JsonLeafRow; onToggle: (path: string) => void }) {
  const canOpen = row.kind === 'branch' ? row.size > 0 : row.isLong;
  if (!canOpen) return <span className={styles.noToggle} />;
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={row.isOpen}
      aria-label={`${row.isOpen ? 'Close' : 'Open'} ${row.name ?? 'all'}`}
      onClick={() => onToggle(row.path)}
    >
      <Icon name="chevron" size={10} />
    </button>
  );
}

export function JsonRowView({ row, top, onToggle, found }: JsonRowViewProps) {
  const place = {
    transform: `translateY(${top}px)`,
    paddingLeft: 8 + Math.min(row.depth, deepestIndent) * 16,
  };
  if (row.kind === 'text') {
    return (
      <div className={styles.row} style={place}>
        <span className={`${colors.string} ${styles.line}`}>{row.line}</span>
      </div>
    );
  }
  return (
    <div className={styles.row} style={place} data-found={found}>
      <Toggle row={row} onToggle={onToggle} />
      {row.name !== undefined && <span className={`${colors.name} ${styles.name}`}>{row.name}</span>}
      {row.kind === 'branch' ? <BranchValue row={row} /> : <LeafValue row={row} />}
      <span className={styles.copy}>
        <CopyButton
          text={() => (typeof row.value === 'string' ? row.value : JSON.stringify(row.value, null, 2))}
          subject={row.name ?? 'all'}
        />
      </span>
    </div>
  );
}
