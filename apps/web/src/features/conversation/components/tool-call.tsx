import type { ReactNode } from 'react';

import { CopyButton } from '../../../ui/copy-button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { JsonText } from '../../json/components/json-text.tsx';
import type { ToolCallPart } from '../conversation.ts';
import styles from './tool-call.module.css';

interface ToolCallProps {
  call: ToolCallPart;
  /** The result that a later message brought. */
  children?: ReactNode;
}

export function ToolCall({ call, children }: ToolCallProps) {
  return (
    <section className={styles.call} aria-label={`Tool call ${call.name}`}>
      <header className={styles.head}>
        <Icon name="tool" />
        <code className={styles.name} title={call.name}>
          {call.name}
        </code>
        {call.id !== undefined && <span className={styles.id}>{call.id}</span>}
        <CopyButton text={() => JSON.stringify(call.input, null, 2)} subject="tool input" />
      </header>
      <div className={styles.input}>
        <JsonText value={call.input} />
      </div>
      {children}
    </section>
  );
}
