import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { formatCounted } from '../../../lib/format-number.ts';
import { usePageTitle } from '../../../lib/use-page-title.ts';
import { Icon } from '../../../ui/icon.tsx';
import { projectsQuery } from '../../projects/api/projects-query.ts';
import { readLastProject } from '../../projects/last-project.ts';
import { findArrival } from '../arrivals.ts';
import { ConnectWays } from './connect-ways.tsx';
import styles from './first-trace.module.css';
import { SampleCalls } from './sample-calls.tsx';

/** Says where a trace has arrived since the page was opened. */
function Arrival() {
  const { data } = useQuery({ ...projectsQuery, refetchInterval: 2000 });
  const [before, setBefore] = useState(data?.projects);
  if (!before && data) setBefore(data.projects);
  const arrival = before && data && findArrival(before, data.projects);
  if (arrival) {
    return (
      <p className={styles.lead} role="status">
        <span className={styles.arrived}>
          <Icon name="check" />
        </span>
        A call has arrived:{' '}
        <Link to="/projects/$project" params={{ project: arrival.name }}>
          see the traces of {arrival.name}
        </Link>
      </p>
    );
  }
  return (
    <p className={styles.lead} role="status">
      <span className={styles.pulse} aria-hidden="true" />
      Listening. This line says when a call arrives.
    </p>
  );
}

const defaultProject = 'my-app';

/** What the name leads to: nobody should find out from the list of projects. */
function ProjectNote({ project }: { project: string }) {
  const { data } = useQuery(projectsQuery);
  if (!data) return null;
  const known = data.projects.find(({ name }) => name === project);
  return (
    <span className={styles.projectNote}>
      {known
        ? `Calls join the ${formatCounted(known.trace_count, 'trace')} of ${project}.`
        : `Calls begin a new project, ${project}.`}
    </span>
  );
}

/** The ways to send traces, for whoever has some already. */
export function ConnectPage() {
  usePageTitle('Connect an app');
  const [project, setProject] = useState(() => readLastProject() ?? defaultProject);
  const chosen = project.trim() || defaultProject;
  return (
    <div className={styles.page}>
      <header className={styles.intro}>
        <h1 className={styles.title}>Connect an app</h1>
        <Arrival />
      </header>
      <label className={styles.project}>
        Project
        <input
          className={styles.projectName}
          value={project}
          placeholder={defaultProject}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setProject(event.target.value)}
        />
        <ProjectNote project={chosen} />
      </label>
      <ConnectWays project={chosen} />
      <SampleCalls />
    </div>
  );
}
