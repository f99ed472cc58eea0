import styles from './code-block.module.css';
import { CopyButton } from './copy-button.tsx';

interface CodeBlockProps {
  code: string;
  /** What it is, for the copy button's name and the corner label. */
  title: string;
}

export function CodeBlock({ code, title }: CodeBlockProps) {
  return (
    <figure className={styles.block}>
      <figcaption className={styles.bar}>
        <span>{title}</span>
        <CopyButton text={code} subject={title} label="Copy" />
      </figcaption>
      {/* Scrollable by keyboard. */}
      <pre className={styles.code} tabIndex={0} aria-label={title}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
