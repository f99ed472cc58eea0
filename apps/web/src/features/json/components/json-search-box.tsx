import { useRef } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import styles from './json-tree.module.css';
import type { JsonSearch } from './use-json-search.ts';

/** Enter goes to the next match, with Shift to the one before, Escape ends the search. */
export function JsonSearchBox({ search }: { search: JsonSearch }) {
  const input = useRef<HTMLInputElement>(null);
  useHotkeys({ '/': () => input.current?.select() });
  return (
    <span className={styles.search}>
      <span role="status" className={styles.count}>
        {search.summary}
      </span>
      <input
        ref={input}
        className={styles.searchText}
        aria-label="Find in the JSON"
        placeholder="Find  /"
        autoComplete="off"
        spellCheck={false}
        value={search.text}
        onChange={(event) => search.search(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') search.move(event.shiftKey ? -1 : 1);
          if (event.key !== 'Escape') return;
          search.search('');
          input.current?.blur();
        }}
      />
    </span>
  );
}
