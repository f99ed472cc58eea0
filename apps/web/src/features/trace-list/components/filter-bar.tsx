import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { shortenModel } from '../../../lib/shorten-model.ts';
import { FilterSelect } from '../../../ui/filter-select.tsx';
import { FilterToggle } from '../../../ui/filter-toggle.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { SearchBox } from '../../../ui/search-box.tsx';
import { type ListFilter, parseListFilter, sinceChoices, sinceLabels } from '../trace-filter.ts';
import styles from './filter-bar.module.css';

interface FilterBarProps {
  project: string;
  filter: ListFilter;
  /** Those to choose from. */
  models: readonly string[];
}

/** Narrows the list; the address holds the filter, so that a link shows the same. */
export function FilterBar({ project, filter, models }: FilterBarProps) {
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
        placeholder="Names, models, errors, first words"
        title="Part of a name, a model, an error, or of the first 120 characters of a question or an answer; or a trace id. What stands further on is not searched."
        value={filter.q ?? ''}
        onChange={(q) => change({ q })}
      />
      <FilterToggle
        isOn={filter.errors === 'true'}
        tone="error"
        title="Only traces with an error (!)"
        onToggle={toggleErrors}
      >
        <Icon name="error" size={13} />
        Errors
      </FilterToggle>
      {models.length > 0 && (
        <FilterSelect
          label="Model"
          any="Any model"
          value={filter.model}
          choices={models.map((value) => ({ value, label: shortenModel(value) }))}
          onChange={(model) => change({ model })}
        />
      )}
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
