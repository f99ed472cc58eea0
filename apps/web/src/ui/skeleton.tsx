import styles from './skeleton.module.css';

const widths = ['62%', '48%', '71%', '55%', '40%', '66%', '52%', '44%'];

interface SkeletonProps {
  rows: number;
  rowHeight: number;
  label: string;
}

/** Rows of the height that the real ones will have, so that nothing jumps when they come. */
export function Skeleton({ rows, rowHeight, label }: SkeletonProps) {
  return (
    <div role="status" aria-label={label} className={styles.skeleton}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={styles.row} style={{ height: rowHeight }}>
          <span className={styles.bar} style={{ width: widths[row % widths.length] }} />
          <span className={styles.short} />
        </div>
      ))}
    </div>
  );
}
