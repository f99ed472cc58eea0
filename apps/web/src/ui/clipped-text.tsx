import { useState } from 'react';

import { formatCount } from '../lib/format-number.ts';
import { Button } from './button.tsx';

const firstLength = 20_000;

/** A long text a piece at a time: the browser lays out what was asked for, not megabytes. */
export function ClippedText({ text }: { text: string }) {
  const [length, setLength] = useState(firstLength);
  if (text.length <= length) return text;
  const next = Math.min(text.length - length, length * 4);
  return (
    <>
      {text.slice(0, length)}
      {' … '}
      <Button onClick={() => setLength(length + next)}>
        Show {formatCount(next)} more of {formatCount(text.length)} characters
      </Button>
    </>
  );
}
