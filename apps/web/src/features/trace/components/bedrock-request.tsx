import { useState } from 'react';

import type { JsonObject } from '../../../lib/json-value.ts';
import { JsonTree } from '../../json/components/json-tree.tsx';
import { readBedrockRequest } from '../layout/gateway-request.ts';
import styles from './gateway-request.module.css';

/** The request as the gateway translated it, for whoever asks why a model did what it did. */
export function BedrockRequest({ metadata }: { metadata: JsonObject }) {
  const [isOpen, setIsOpen] = useState(false);
  const request = readBedrockRequest(metadata);
  if (!request) return null;
  return (
    <details className={styles.request} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        The request as Bedrock got it
        {request.path !== undefined && <code className={styles.path}>POST {request.path}</code>}
      </summary>
      {isOpen && <JsonTree document={request.body} name="request to Bedrock" isInline />}
    </details>
  );
}
