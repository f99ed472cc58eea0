import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';

import { Icon } from '../../../ui/icon.tsx';
import { projectsQuery } from '../api/projects-query.ts';
import styles from './project-switcher.module.css';

export function ProjectSwitcher() {
  const { project } = useParams({ strict: false });
  const { data } = useQuery(projectsQuery);
  const navigate = useNavigate();
  const names = (data?.projects ?? []).map(({ name }) => name);
  if (project === undefined && names.length === 0) return null;
  const shown = project === undefined || names.includes(project) ? names : [project, ...names];
  return (
    <label className={styles.switcher}>
      <span className={styles.slash} aria-hidden="true">
        /
      </span>
      <span className={styles.box}>
        <select
          aria-label="Project"
          className={styles.select}
          value={project ?? ''}
          onChange={(event) =>
            void navigate({ to: '/projects/$project', params: { project: event.target.value } })
          }
        >
          {project === undefined && (
            <option value="" disabled>
              Choose a project
            </option>
          )}
          {shown.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
        <Icon name="chevron" size={11} />
      </span>
    </label>
  );
}
