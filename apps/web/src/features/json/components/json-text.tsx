import { useMemo } from 'react';

import type { JsonValue } from '../../../lib/json-value.ts';
import { ByPosition } from '../../../ui/by-position.tsx';
import { ClippedText } from '../../../ui/clipped-text.tsx';
import { tokenizeJson } from '../tokenize-json.ts';
import styles from './json-colors.module.css';

const mostColoredCharacters = 6000;

function Colored({ text }: { text: string }) {
  const tokens = useMemo(() => tokenizeJson(text), [text]);
  return (
    <ByPosition items={tokens}>
      {(token) =>
        token.kind === 'plain' ? token.text : <span className={styles[token.kind]}>{token.text}</span>
      }
    </ByPosition>
  );
}

const longestLine = 72;

function layOutJson(value: JsonValue): string {
  // Line breaks inside strings are escaped, so those left are layout only.
  const line = JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' ');
  return line.length <= longestLine ? line : JSON.stringify(value, null, 2);
}

/** A small JSON value, whole and in colour; a large one plain and a piece at a time. */
export function JsonText({ value }: { value: JsonValue }) {
  const text = useMemo(() => layOutJson(value), [value]);
  return (
    <pre className={styles.text}>
      {text.length > mostColoredCharacters ? <ClippedText text={text} /> : <Colored text={text} />}
    </pre>
  );
}
