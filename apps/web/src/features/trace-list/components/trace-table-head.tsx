import styles from './trace-table.module.css';

const columns = [
  { name: 'State', className: styles.srOnly },
  { name: 'Started' },
  { name: 'Trace' },
  { name: 'Model' },
  { name: 'Tokens', className: styles.number },
  { name: 'Cost', className: styles.number },
  { name: 'Duration', className: styles.number },
  { name: 'Spans', className: styles.number },
];

export function TraceTableHead() {
  return (
    <div role="rowgroup" className={styles.head}>
      <div role="row" className={styles.headRow}>
        {columns.map(({ name, className }) => (
          <span key={name} role="columnheader" className={className}>
            {name}
          </span>
        ))}
      </div>
    </div>
  );
}
