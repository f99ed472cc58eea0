import { formatCounted } from '../../../lib/format-number.ts';
import { formatDuration } from '../../../lib/format-time.ts';
import { ByPosition } from '../../../ui/by-position.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { GuardrailFinding, GuardrailReport } from '../guardrail-report.ts';
import styles from './guardrail-callout.module.css';

const longestMatch = 200;

const actionWords: Record<string, string> = { BLOCKED: 'blocked', ANONYMIZED: 'masked', NONE: 'let through' };

const summaries = {
  intervened: 'The guardrail intervened',
  masked: 'The guardrail masked part of the text',
  passed: 'The guardrail looked and let everything pass',
} as const;

function Finding({ finding }: { finding: GuardrailFinding }) {
  const { policy, name, match, action, detail } = finding;
  return (
    <li className={styles.finding}>
      <span className={styles.action} data-action={action}>
        {actionWords[action] ?? action.toLowerCase()}
      </span>
      <span>
        {policy}
        {name !== undefined && (
          <>
            {': '}
            <strong>{name}</strong>
          </>
        )}
      </span>
      {match !== undefined && <q className={styles.match}>{match.slice(0, longestMatch)}</q>}
      {detail !== undefined && <span className={styles.detail}>{detail}</span>}
    </li>
  );
}

export function GuardrailCallout({ report }: { report: GuardrailReport }) {
  const { summary, reason, sides, latencyMs, textUnits } = report;
  const facts = [
    latencyMs !== undefined && `took ${formatDuration(latencyMs)}`,
    textUnits > 0 && formatCounted(textUnits, 'text unit'),
  ].filter(Boolean);
  return (
    <section className={styles.callout} data-summary={summary} aria-label="Guardrail">
      <h3 className={styles.title}>
        <Icon name="shield" />
        {summaries[summary]}
        {facts.length > 0 && <span className={styles.facts}>{facts.join(', ')}</span>}
      </h3>
      {reason !== undefined && <p className={styles.detail}>{reason}</p>}
      {sides.map(({ title, findings }) => (
        <section key={title} className={styles.side}>
          <h4 className={styles.sideTitle}>{title}</h4>
          <ul role="list" className={styles.findings}>
            <ByPosition items={findings}>{(finding) => <Finding finding={finding} />}</ByPosition>
          </ul>
        </section>
      ))}
    </section>
  );
}
