import { use } from 'react';

import { ByPosition } from '../../../ui/by-position.tsx';
import { ClippedText } from '../../../ui/clipped-text.tsx';
import { isMarkdown } from '../../markdown/is-markdown.ts';
import { Markdown } from '../../markdown/markdown.tsx';
import type { Citation, TextPart } from '../conversation.ts';
import styles from './message-text.module.css';
import { TextStyleContext } from './text-style.ts';

// Beyond this nobody reads it rendered, and laying it out would be felt.
const longestMarkdown = 60_000;

function Citations({ citations }: { citations: readonly Citation[] }) {
  return (
    <ol className={styles.citations} aria-label="Citations">
      <ByPosition items={citations}>
        {({ title, source, quote }) => (
          <li>
            <span className={styles.source}>{title ?? source ?? 'Source'}</span>
            {title !== undefined && source !== undefined && <span className={styles.address}> {source}</span>}
            {quote !== undefined && <q className={styles.quote}>{quote.slice(0, 400)}</q>}
          </li>
        )}
      </ByPosition>
    </ol>
  );
}

export function MessageText({ part }: { part: TextPart }) {
  const textStyle = use(TextStyleContext);
  const { text, citations } = part;
  const isRendered = textStyle === 'markdown' && text.length <= longestMarkdown && isMarkdown(text);
  return (
    <>
      {isRendered ? (
        <Markdown text={text} />
      ) : (
        <p className={styles.text}>
          <ClippedText text={text} />
        </p>
      )}
      {citations && citations.length > 0 && <Citations citations={citations} />}
    </>
  );
}
