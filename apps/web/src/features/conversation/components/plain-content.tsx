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
function splitMainText(value: JsonValue): { text?: string; rest: JsonValue | undefined } {
  const name = isObject(value)
    ? ['inputText', 'text'].find((key) => typeof value[key] === 'string')
    : undefined;
  if (!isObject(value) || name === undefined) return { rest: value };
  const others = Object.entries(value).filter(([key, other]) => key !== name && !isEmptyList(other));
  return { text: readString(value[name]), rest: others.length > 0 ? Object.fromEntries(others) : undefined };
}

function isEmptyList(value: JsonValue | undefined): boolean {
  return Array.isArray(value) && value.length === 0;
}

/** What the JSON refers to or stands for comes first; the JSON itself follows. */
function Structured({ value, name }: { value: JsonValue; name: string }) {
  const attachments = useMemo(() => findAttachments(value), [value]);
  const vectors = useMemo(() => describeVectors(value), [value]);
  const { text, rest } = useMemo(() => splitMainText(value), [value]);
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
      {rest !== undefined && <JsonTree document={rest} name={name} isInline />}
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

function describeMissing({ metadata }: Span, side: 'input' | 'output'): string {
  return metadata[`${side}_left_out`] === true ? 'Left out by the app.' : 'Nothing was recorded.';
}

/** Input and output as they are: of spans that are no model calls, and of bodies that no format knows. */
export function PlainContent({ span }: { span: Span }) {
  if (span.input === undefined && span.output === undefined && span.end_time !== null) {
    const isLeftOut = span.metadata['input_left_out'] === true || span.metadata['output_left_out'] === true;
    return (
      <p className={styles.missing}>
        {isLeftOut ? 'The app left its input and output out.' : 'This span recorded no input and no output.'}
      </p>
    );
  }
  const missingOutput = span.end_time === null ? 'Still running …' : describeMissing(span, 'output');
  return (
    <>
      <Side title="Input" value={span.input} missing={describeMissing(span, 'input')} />
      <Side title="Output" value={span.output} missing={missingOutput} />
    </>
  );
}
