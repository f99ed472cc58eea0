import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { usePageTitle } from '../../../lib/use-page-title.ts';
import { useStandingError } from '../../../lib/use-standing-error.ts';
import { RequestError } from '../../../ui/request-error.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SignOut } from '../../session/components/sign-out.tsx';
import { apiKeysQuery } from '../api/api-keys-query.ts';
import { ApiKeyList } from './api-key-list.tsx';
import styles from './api-keys-page.module.css';
import { CreateKeyForm } from './create-key-form.tsx';
import { CreatedKey } from './created-key.tsx';

export function ApiKeysPage() {
  usePageTitle('API keys');
  const query = useQuery(apiKeysQuery);
  const error = useStandingError(query);
  const [createdKey, setCreatedKey] = useState<string>();
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>API keys</h1>
      <p className={styles.lead}>
        An app sends its traces with one of these. Outcrop keeps a hash of each, never the key itself.
      </p>
      {createdKey !== undefined && <CreatedKey apiKey={createdKey} onDone={() => setCreatedKey(undefined)} />}
      <CreateKeyForm onCreated={setCreatedKey} />
      {error && <RequestError error={error} onRetry={() => void query.refetch()} />}
      {!error && !query.data && <Skeleton rows={3} rowHeight={52} label="Loading API keys" />}
      {query.data && <ApiKeyList keys={query.data.keys} />}
      <SignOut />
    </div>
  );
}
