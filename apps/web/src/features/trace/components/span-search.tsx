import { useRef } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './span-search.module.css';

interface SpanSearchProps {
  text: string;
  /** Undefined while nothing is searched. */
  matchCount: number | undefined;
  /** Among the matches, from 1; 0 when another span is chosen. */
  place: number;
  hasKey: boolean;
  onChange: (text: string) => void;
  /** 1 for the next match, -1 for the one before. */
  onStep: (step: number) => void;
}

/** Finds spans in the tree: Enter goes from match to match. */
export function SpanSearch({ text, matchCount, place, hasKey, onChange, onStep }: SpanSearchProps) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys(hasKey ? { '/': () => input.current?.select() } : {});
  return (
    <label className={styles.box}>
      <Icon name="search" size={12} />
      <input
        ref={input}
        className={styles.input}
        aria-label="Find a span"
        placeholder="Find a span"
        title="Part of a name, a type, a model, an error or of how it broke off (/)"
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          if (event.key !== 'Escape') return;
          onChange('');
          event.currentTarget.blur();
        }}
      />
      {matchCount !== undefined && (
        <span role="status" className={styles.count}>
          {matchCount === 0 ? 'none' : `${place === 0 ? '' : `${place} of `}${matchCount}`}
        </span>
      )}
    </label>
  );
}
