import type { Span } from '@outcrop/protocol';
import { useMemo, useState } from 'react';

import { readStoredValue, writeStoredValue } from '../../../lib/stored-value.ts';
import { readGuardrailReport } from '../guardrail-report.ts';
import { readConversation } from '../read-conversation.ts';
import { ConversationView } from './conversation-view.tsx';
import { GuardrailCallout } from './guardrail-callout.tsx';
import { PlainContent } from './plain-content.tsx';
import styles from './span-content.module.css';
import { TextStyleContext, type TextStyle } from './text-style.ts';
import { TextStyleToggle } from './text-style-toggle.tsx';

/** What went in and what came out: as messages where the shape is known, else as JSON. */
export function SpanContent({ span }: { span: Span }) {
  const conversation = useMemo(() => readConversation(span.input, span.output), [span.input, span.output]);
  const guardrail = useMemo(
    () => readGuardrailReport(span.metadata, span.metrics),
    [span.metadata, span.metrics],
  );
  const [textStyle, setTextStyle] = useState<TextStyle>(() =>
    readStoredValue('text-style') === 'text' ? 'text' : 'markdown',
  );

  function changeTextStyle(next: TextStyle): void {
    setTextStyle(next);
    writeStoredValue('text-style', next);
  }

  const isConversation = span.type === 'llm' && conversation !== undefined;
  return (
    <TextStyleContext value={textStyle}>
      {isConversation && (
        <div className={styles.tools}>
          <TextStyleToggle value={textStyle} onChange={changeTextStyle} />
        </div>
      )}
      {guardrail && <GuardrailCallout report={guardrail} />}
      {isConversation ? (
        <ConversationView conversation={conversation} span={span} />
      ) : (
        <PlainContent span={span} />
      )}
    </TextStyleContext>
  );
}
