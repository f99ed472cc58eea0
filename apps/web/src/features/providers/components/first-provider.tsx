import { providerAuthTypes } from '@outcrop/protocol';

import { Icon } from '../../../ui/icon.tsx';
import { LinkButton } from '../../../ui/link-button.tsx';
import { authTexts } from '../auth-types.ts';
import styles from './first-provider.module.css';

/** The empty state: what a provider is for, and which way in to take. */
export function FirstProvider() {
  return (
    <section className={styles.first}>
      <div className={styles.about}>
        <h2 className={styles.title}>Connect Bedrock once, and call its models from anywhere</h2>
        <p className={styles.text}>
          The gateway signs each call with what you store here and traces it. Your apps hold only an Outcrop
          key: no AWS keys in containers, notebooks or laptops.
        </p>
        <LinkButton to="/settings/providers/new" look="solid" className={styles.action}>
          <Icon name="plus" size={12} />
          Add Bedrock
        </LinkButton>
      </div>
      <dl className={styles.ways}>
        {providerAuthTypes.map((type) => (
          <div key={type} className={styles.way}>
            <dt className={styles.wayTitle}>{authTexts[type].title}</dt>
            <dd className={styles.wayText}>{authTexts[type].text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
