import { type ConnectionStep, connectionStepNames } from '@outcrop/protocol';

import { formatDuration } from '../../../lib/format-time.ts';
import { Icon } from '../../../ui/icon.tsx';
import styles from './connection-steps.module.css';

const titles: Record<ConnectionStep['name'], string> = {
  credentials: 'Credentials',
  sts: 'Identity',
  permission: 'Permission',
  model_call: 'Model call',
};

/** What a step looks at, said before its result is there. */
const questions: Record<ConnectionStep['name'], string> = {
  credentials: 'Is there something to sign with?',
  sts: 'Does AWS know who we are?',
  permission: 'May we see the models?',
  model_call: 'Does a model answer?',
};

type Mark = 'waiting' | 'running' | 'passed' | 'warned' | 'failed' | 'skipped';

const markIcons = { passed: 'check', warned: 'error', failed: 'close', skipped: 'minus' } as const;

function findMark(step: ConnectionStep | undefined, isNext: boolean): Mark {
  if (!step) return isNext ? 'running' : 'waiting';
  return step.status === 'passed' && step.error ? 'warned' : step.status;
}

function StepMark({ mark }: { mark: Mark }) {
  return (
    <span className={styles.mark} data-mark={mark}>
      {mark !== 'waiting' && mark !== 'running' && <Icon name={markIcons[mark]} size={12} />}
    </span>
  );
}

function StepError({ error }: { error: NonNullable<ConnectionStep['error']> }) {
  return (
    <>
      <p className={styles.error}>
        <strong>{error.type}</strong>
        {error.status !== null && ` (HTTP ${error.status})`} {error.message}
      </p>
      <p className={styles.wayOut}>{error.way_out}</p>
    </>
  );
}

function Step({ name, step, mark }: { name: ConnectionStep['name']; step?: ConnectionStep; mark: Mark }) {
  const error = step?.error ?? undefined;
  const message = step?.message || questions[name];
  return (
    <li className={styles.step} data-mark={mark}>
      <StepMark mark={mark} />
      <div className={styles.text}>
        <p className={styles.title}>
          {titles[name]}
          <span className={styles.state}>{mark === 'warned' ? 'passed, with a warning' : mark}</span>
          {step && step.status !== 'skipped' && (
            <span className={styles.duration}>{formatDuration(step.duration_ms)}</span>
          )}
        </p>
        {message !== error?.message && <p className={styles.message}>{message}</p>}
        {error && <StepError error={error} />}
      </div>
    </li>
  );
}

interface ConnectionStepsProps {
  /** Those that have ended. */
  steps: readonly ConnectionStep[];
  isRunning: boolean;
}

/** The walk from the credentials to an answer of a model, and where it ended. */
export function ConnectionSteps({ steps, isRunning }: ConnectionStepsProps) {
  return (
    <ol role="list" className={styles.steps} aria-busy={isRunning}>
      {connectionStepNames.map((name, index) => {
        const step = steps.find((one) => one.name === name);
        const isNext = isRunning && index === steps.length;
        return <Step key={name} name={name} step={step} mark={findMark(step, isNext)} />;
      })}
    </ol>
  );
}
