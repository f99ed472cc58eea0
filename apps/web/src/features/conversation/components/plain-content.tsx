import type { JsonValue, Span } from '@outcrop/protocol';

import { ClippedText } from '../../../ui/clipped-text.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { JsonTree } from '../../json/components/json-tree.tsx';
import styles from './plain-content.module.css';

interface SideProps {
  title: string;
  value: JsonValue | undefined;
  missing: string;
}

function Side({ title, value, missing }: SideProps) {
  return (
    <section className={styles.side}>
      <header className={styles.head}>
        <h3 className={styles.title}>{title}</h3>
        {typeof value === 'string' && <CopyButton text={value} subject={title.toLowerCase()} />}
      </header>
      {value === undefined || value === null ? (
        <p className={styles.missing}>{missing}</p>
      ) : typeof value === 'string' ? (
        <p className={styles.text}>
          <ClippedText text={value} />
        </p>
      ) : (
        <JsonTree document={value} name={title.toLowerCase()} isInline />
      )}
    </section>
  );
}

/** Input and output as they are: of spans that are no model calls, and of bodies that no format knows. */
export function PlainContent({ span }: { span: Span }) {
  const missingOutput = span.end_time === null ? 'Still running …' : 'Nothing was recorded.';
  return (
    <>
      <Side title="Input" value={span.input} missing="Nothing was recorded." />
      <Side title="Output" value={span.output} missing={missingOutput} />
    </>
  );
}
