import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { FilterSelect } from '../../../ui/filter-select.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SearchBox } from '../../../ui/search-box.tsx';
import { type ListFilter, parseListFilter, sinceChoices, sinceLabels } from '../trace-filter.ts';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  project: string;
  filter: ListFilter;
}

/** Narrows the list; the address holds the filter, so that a link shows the same. */
export function FilterBar({ project, filter }: FilterBarProps) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  function change(next: Partial<Record<keyof ListFilter, string | undefined>>): void {
    void navigate({
      to: '/projects/$project',
      params: { project },
      search: parseListFilter({ ...filter, ...next }),
      replace: true,
    });
  }

  const toggleErrors = () => change({ errors: filter.errors ? undefined : 'true' });
  useHotkeys({ '/': () => input.current?.select(), '!': toggleErrors });
  return (
    <search className={styles.bar}>
      <SearchBox
        input={input}
        label="Search traces"
        title="Part of a name, a model or an error; or a trace id"
        value={filter.q ?? ''}
        onChange={(q) => change({ q })}
      />
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
      <FilterSelect
        label="Started"
        any="Any time"
        value={filter.since}
        choices={sinceChoices.map((value) => ({ value, label: sinceLabels[value] }))}
        onChange={(since) => change({ since })}
      />
    </search>
  );
}
