import { ByPosition } from '../../../ui/by-position.tsx';
import { Icon } from '../../../ui/icon.tsx';
import type { GuardrailFinding } from '../guardrail-findings.ts';
import styles from './guardrail-callout.module.css';

interface GuardrailCalloutProps {
  findings: readonly GuardrailFinding[];
  hasIntervened: boolean;
}

const actionWords: Record<string, string> = { BLOCKED: 'blocked', ANONYMIZED: 'masked', NONE: 'passed' };

function summarize(findings: readonly GuardrailFinding[], hasIntervened: boolean): string {
  if (hasIntervened || findings.some(({ action }) => action === 'BLOCKED')) return 'The guardrail intervened';
  if (findings.some(({ action }) => action === 'ANONYMIZED')) return 'The guardrail masked part of the text';
  return 'The guardrail looked and let everything pass';
}

export function GuardrailCallout({ findings, hasIntervened }: GuardrailCalloutProps) {
  return (
    <section className={styles.callout} data-intervened={hasIntervened} aria-label="Guardrail">
      <h3 className={styles.title}>
        <Icon name="shield" />
        {summarize(findings, hasIntervened)}
      </h3>
      <ul role="list" className={styles.findings}>
        <ByPosition items={findings}>
          {(finding) => (
            <li className={styles.finding}>
              <span className={styles.action} data-action={finding.action}>
                {actionWords[finding.action] ?? finding.action.toLowerCase()}
              </span>
              <span>
                {finding.policy}: <strong>{finding.name}</strong> in the {finding.side}
              </span>
              {finding.detail !== undefined && <span className={styles.detail}>{finding.detail}</span>}
            </li>
          )}
        </ByPosition>
      </ul>
    </section>
  );
}
