import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { Icon } from '../../../ui/icon.tsx';
import { type ListFilter, parseListFilter, sinceChoices, sinceLabels } from '../trace-filter.ts';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  project: string;
  filter: ListFilter;
}

const typingMs = 250;

/** Narrows the list; the address holds the filter, so that a link shows the same. */
export function FilterBar({ project, filter }: FilterBarProps) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(filter.q ?? '');
  const [shownFor, setShownFor] = useState(filter.q);
  if (shownFor !== filter.q) {
    // The address changed by another way, such as the browser's back button.
    setShownFor(filter.q);
    if ((filter.q ?? '') !== typed.trim()) setTyped(filter.q ?? '');
  }

  function change(next: Partial<Record<keyof ListFilter, string | undefined>>): void {
    void navigate({
      to: '/projects/$project',
      params: { project },
      search: parseListFilter({ ...filter, ...next }),
      replace: true,
    });
  }

  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === (filter.q ?? '')) return undefined;
    const timer = setTimeout(() => change({ q: wanted }), typingMs);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- typing alone starts the clock, with the filter of that moment
  }, [typed]);

  const toggleErrors = () => change({ errors: filter.errors ? undefined : 'true' });
  useHotkeys({ '/': () => input.current?.select(), '!': toggleErrors });
  return (
    <search className={styles.bar}>
      <label className={styles.box}>
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          className={styles.search}
          aria-label="Search traces"
          placeholder="Search traces"
          title="Part of a name, a model or an error; or a trace id"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setTyped('');
            if (event.key === 'Escape' || event.key === 'Enter') input.current?.blur();
          }}
        />
        <kbd className={styles.key} aria-hidden="true">
          /
        </kbd>
      </label>
      <button
        type="button"
        className={styles.toggle}
        aria-pressed={filter.errors === 'true'}
        title="Only traces with an error (!)"
        onClick={toggleErrors}
      >
        <Icon name="error" size={13} />
        Errors
      </button>
      <span className={styles.sinceBox}>
        <select
          aria-label="Started"
          className={styles.since}
          data-chosen={filter.since !== undefined}
          value={filter.since ?? ''}
          onChange={(event) => change({ since: event.target.value })}
        >
          <option value="">Any time</option>
          {sinceChoices.map((since) => (
            <option key={since} value={since}>
              {sinceLabels[since]}
            </option>
          ))}
        </select>
        <Icon name="chevron" size={10} />
      </span>
    </search>
  );
}
