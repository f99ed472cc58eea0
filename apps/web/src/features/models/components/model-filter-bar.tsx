import { modelFormatNames, type ModelSummary, type ProviderSummary } from '@outcrop/protocol';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';

import { useHotkeys } from '../../../lib/use-hotkeys.ts';
import { FilterSelect } from '../../../ui/filter-select.tsx';
import { FilterToggle } from '../../../ui/filter-toggle.tsx';
import { SearchBox } from '../../../ui/search-box.tsx';
import { describeAbility } from '../describe-ability.ts';
import { formatTexts } from '../format-texts.ts';
import { listAbilities, type ModelFilter, parseModelFilter } from '../model-filter.ts';
import styles from './model-filter-bar.module.css';

interface ModelFilterBarProps {
  filter: ModelFilter;
  /** All that could be shown, to offer what some of them have. */
  models: readonly ModelSummary[];
  providers: readonly ProviderSummary[];
}

/** Narrows the list; the address holds the filter, so that a link shows the same. */
export function ModelFilterBar({ filter, models, providers }: ModelFilterBarProps) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useHotkeys({ '/': () => input.current?.select() });
  const projects = [...new Set(providers.flatMap(({ project }) => project ?? []))];

  function change(next: Partial<Record<keyof ModelFilter, string | undefined>>): void {
    const search = parseModelFilter({ ...filter, ...next });
    void navigate({ to: '/settings/models', search, replace: true });
  }

  return (
    <search className={styles.bar}>
      <SearchBox input={input} label="Search models" value={filter.q ?? ''} onChange={(q) => change({ q })} />
      {projects.length > 0 && (
        <FilterSelect
          label="Project"
          any="Every project"
          value={filter.project}
          choices={projects.map((value) => ({ value, label: value }))}
          onChange={(project) => change({ project })}
        />
      )}
      {providers.length > 1 && (
        <FilterSelect
          label="Provider"
          any="Any provider"
          value={filter.provider}
          choices={providers.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(provider) => change({ provider })}
        />
      )}
      <FilterSelect
        label="Format"
        any="Any format"
        value={filter.format}
        choices={modelFormatNames.map((value) => ({ value, label: formatTexts[value].title }))}
        onChange={(format) => change({ format })}
      />
      <FilterSelect
        label="Ability"
        any="Any ability"
        value={filter.ability}
        choices={listAbilities(models).map((value) => ({ value, label: describeAbility(value) }))}
        onChange={(ability) => change({ ability })}
      />
      <FilterToggle
        isOn={filter.available === 'true'}
        title="Only models that the account can see"
        onToggle={() => change({ available: filter.available ? undefined : 'true' })}
      >
        Available
      </FilterToggle>
      <FilterToggle
        isOn={filter.source === 'custom'}
        title="Only models that were added by hand"
        onToggle={() => change({ source: filter.source ? undefined : 'custom' })}
      >
        Added by hand
      </FilterToggle>
    </search>
  );
}
