import type { Message } from '../conversation.ts';
import styles from './message-card.module.css';
import { MessageParts } from './message-parts.tsx';

const roleNames: Record<string, string> = {
  system: 'System',
  developer: 'Developer',
  user: 'User',
  assistant: 'Assistant',
  model: 'Assistant',
  tool: 'Tool',
};

const foldedLength = 420;

function measureText(message: Message): number {
  return message.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
}

function takeOpening(message: Message): string {
  const text = message.parts.find((part) => part.kind === 'text');
  return text ? text.text.slice(0, 160) : '';
}

function Body({ message }: { message: Message }) {
  if (message.parts.length === 0) return <p className={styles.empty}>Empty message</p>;
  return <MessageParts parts={message.parts} />;
}

/** One message. A long system prompt stays folded: it is the same in every call. */
export function MessageCard({ message }: { message: Message }) {
  const length = measureText(message);
  const isFoldable = message.role === 'system' && length > foldedLength;
  const name = roleNames[message.role] ?? message.role;
  return (
    <article
      className={styles.message}
      data-role={roleNames[message.role] ? message.role : 'other'}
      data-origin={message.origin}
      aria-label={`${name} message`}
    >
      {isFoldable ? (
        <details>
          <summary className={styles.summary}>
            <span className={styles.role}>{name}</span>
            <span className={styles.opening}>{takeOpening(message)}</span>
            <span className={styles.size}>{length.toLocaleString('en-US')} characters</span>
          </summary>
          <Body message={message} />
        </details>
      ) : (
        <>
          <h3 className={styles.role}>
            {name}
            {message.origin === 'output' && <span className={styles.answer}>answer</span>}
          </h3>
          <Body message={message} />
        </>
      )}
    </article>
  );
}
