import type { JsonValue, Span } from '@outcrop/protocol';
import { useMemo } from 'react';

import { isObject, readString } from '../../../lib/json-value.ts';
import { ByPosition } from '../../../ui/by-position.tsx';
import { ClippedText } from '../../../ui/clipped-text.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { JsonTree } from '../../json/components/json-tree.tsx';
import { describeVectors } from '../describe-vectors.ts';
import { findAttachments } from '../formats/attachment.ts';
import { AttachmentCard } from './attachment-card.tsx';
import { MessageText } from './message-text.tsx';
import styles from './plain-content.module.css';

interface SideProps {
  title: string;
  value: JsonValue | undefined;
  missing: string;
}

/** What an agent, a flow or a look-up was asked or answered, in the words of their APIs. */
function findMainText(value: JsonValue): string | undefined {
  if (!isObject(value)) return undefined;
  return readString(value['inputText']) ?? readString(value['text']);
}

/** What the JSON refers to or stands for comes first; the JSON itself follows. */
function Structured({ value, name }: { value: JsonValue; name: string }) {
  const attachments = useMemo(() => findAttachments(value), [value]);
  const vectors = useMemo(() => describeVectors(value), [value]);
  const text = findMainText(value);
  return (
    <>
      {text !== undefined && (
        <div className={styles.main}>
          <MessageText part={{ kind: 'text', text }} />
        </div>
      )}
      {vectors !== undefined && <p className={styles.vectors}>{vectors}</p>}
      {attachments.length > 0 && (
        <div className={styles.attachments}>
          <ByPosition items={attachments}>
            {(attachment) => <AttachmentCard attachment={attachment} />}
          </ByPosition>
        </div>
      )}
      <JsonTree document={value} name={name} isInline />
    </>
  );
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
        <Structured value={value} name={title.toLowerCase()} />
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
