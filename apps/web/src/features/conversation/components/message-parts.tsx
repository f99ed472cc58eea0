import type { ReactNode } from 'react';

import { ByPosition } from '../../../ui/by-position.tsx';
import { JsonText } from '../../json/components/json-text.tsx';
import { JsonTree } from '../../json/components/json-tree.tsx';
import type { MessagePart, ToolResultPart } from '../conversation.ts';
import { AttachmentCard } from './attachment-card.tsx';
import { CacheBreakpoint } from './cache-breakpoint.tsx';
import { GuardedText } from './guarded-text.tsx';
import styles from './message-parts.module.css';
import { Reasoning } from './reasoning.tsx';
import { MessageText } from './message-text.tsx';
import { ToolCall } from './tool-call.tsx';
import { ToolResult } from './tool-result.tsx';

const longestWholeJson = 1500;

function renderResult(result: ToolResultPart, isPaired: boolean): ReactNode {
  return (
    <ToolResult result={result} isPaired={isPaired}>
      <MessageParts parts={result.parts} />
    </ToolResult>
  );
}

function renderPart(part: MessagePart): ReactNode {
  switch (part.kind) {
    case 'text':
      return <MessageText part={part} />;
    case 'reasoning':
      return <Reasoning part={part} />;
    case 'tool-call':
      return <ToolCall call={part}>{part.result && renderResult(part.result, true)}</ToolCall>;
    case 'tool-result':
      return renderResult(part, false);
    case 'attachment':
      return <AttachmentCard attachment={part} />;
    case 'cache-breakpoint':
      return <CacheBreakpoint lifetime={part.lifetime} />;
    case 'guarded':
      return <GuardedText part={part} />;
    case 'unknown':
      // Beyond this a tree that opens piece by piece is easier to read, and cheap however large.
      return JSON.stringify(part.value).length > longestWholeJson ? (
        <JsonTree document={part.value} name={part.label} isInline />
      ) : (
        <JsonText value={part.value} />
      );
    default:
      return part satisfies never;
  }
}

export function MessageParts({ parts }: { parts: readonly MessagePart[] }) {
  return (
    <div className={styles.parts}>
      <ByPosition items={parts}>{renderPart}</ByPosition>
    </div>
  );
}
