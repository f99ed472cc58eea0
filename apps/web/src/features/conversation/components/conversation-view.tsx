import type { Span } from '@outcrop/protocol';
import { useState } from 'react';

import { formatCounted } from '../../../lib/format-number.ts';
import { readString } from '../../../lib/json-value.ts';
import { ByPosition } from '../../../ui/by-position.tsx';
import type { Conversation, Message } from '../conversation.ts';
import { type PartialAnswer, readPartialAnswer } from '../partial-answer.ts';
import styles from './conversation-view.module.css';
import { MessageCard } from './message-card.tsx';
import { Reasoning } from './reasoning.tsx';

interface ConversationViewProps {
  conversation: Conversation;
  span: Span;
}

// A long agent conversation: who opens the span wants its end, and the system prompt stays at hand above.
const mostUnfolded = 14;
const shownTail = 6;

function Messages({ messages }: { messages: readonly Message[] }) {
  return <ByPosition items={messages}>{(message) => <MessageCard message={message} />}</ByPosition>;
}

function Asked({ messages }: { messages: readonly Message[] }) {
  const [isWhole, setIsWhole] = useState(false);
  if (isWhole || messages.length <= mostUnfolded) return <Messages messages={messages} />;
  const system = messages.slice(
    0,
    Math.max(
      0,
      messages.findIndex((message) => message.role !== 'system'),
    ),
  );
  const hiddenCount = messages.length - system.length - shownTail;
  return (
    <>
      <Messages messages={system} />
      <button type="button" className={styles.earlier} onClick={() => setIsWhole(true)}>
        Show {formatCounted(hiddenCount, 'earlier message')}
      </button>
      <Messages messages={messages.slice(-shownTail)} />
    </>
  );
}

function describeMissing(span: Span, partial: PartialAnswer | undefined): string {
  if (span.end_time === null) return 'Waiting for the answer …';
  if (partial) return partial.text;
  if (span.metadata['output_left_out'] === true) return 'The answer was left out by the app.';
  return span.error ? 'No answer: the call failed.' : 'No answer was recorded.';
}

export function ConversationView({ conversation, span }: ConversationViewProps) {
  const partial = readPartialAnswer(span.metadata);
  const rationale = readString(span.metadata['rationale']);
  const answered = conversation.messages.filter((message) => message.origin === 'output');
  return (
    <div className={styles.conversation}>
      <Asked messages={conversation.messages.filter((message) => message.origin === 'input')} />
      {/* Why an agent did what it did next. */}
      {rationale !== undefined && (
        <Reasoning part={{ kind: 'reasoning', text: rationale, isRedacted: false }} />
      )}
      {answered.length === 0 ? (
        <p className={styles.nothing}>{describeMissing(span, partial)}</p>
      ) : (
        <Messages messages={answered} />
      )}
      {partial && answered.length > 0 && <p className={styles.nothing}>{partial.text}</p>}
    </div>
  );
}
