import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { projectsQuery } from '../api/projects-query.ts';
import styles from './scope-field.module.css';

interface ScopeFieldProps {
  label: string;
  note?: ReactNode;
  problem?: string | undefined;
  /** `null`: every project. */
  project: string | null;
  onChange: (project: string | null) => void;
}

const scopes = [
  { value: 'all', label: 'Every project' },
  { value: 'one', label: 'One project' },
] as const;

/** Every project or one, which need not exist yet: a project begins with its first trace. */
export function ScopeField({ label, note, problem, project, onChange }: ScopeFieldProps) {
  const { data } = useQuery(projectsQuery);
  const names = (data?.projects ?? []).map(({ name }) => ({ value: name }));
  return (
    <div className={styles.scope}>
      <SelectField
        label={label}
        note={project === null ? note : undefined}
        choices={scopes}
        value={project === null ? 'all' : 'one'}
        onChange={(scope) => onChange(scope === 'all' ? null : (names[0]?.value ?? ''))}
      />
      {project !== null && (
        <TextField
          label="Project"
          note={note}
          problem={problem}
          maxLength={200}
          suggestions={names}
          value={project}
          onChange={onChange}
        />
      )}
    </div>
  );
}
