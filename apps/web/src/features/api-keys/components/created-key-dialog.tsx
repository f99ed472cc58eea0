import { useQuery } from '@tanstack/react-query';

import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { serverInfoQuery } from '../../onboarding/api/server-info-query.ts';
import { useGatewayRegion } from '../../onboarding/api/use-gateway-region.ts';
import { buildGatewayEnvironment } from '../../onboarding/snippets.ts';
import styles from './created-key-dialog.module.css';

interface CreatedKeyDialogProps {
  apiKey: string;
  isForGateway: boolean;
  onClose: () => void;
}

/** The only time that a key is seen, with the lines that use it. */
export function CreatedKeyDialog({ apiKey, isForGateway, onClose }: CreatedKeyDialogProps) {
  const { data } = useQuery(serverInfoQuery);
  const region = useGatewayRegion();
  const apiUrl = data?.api_url ?? window.location.origin;
  return (
    <Dialog title="Copy this key now, it is not shown again" size="wide" isLasting onClose={onClose}>
      <div className={styles.content}>
        <CopyLine label="API key" value={apiKey} />
        {isForGateway && (
          <>
            <p className={styles.text}>
              For the AWS SDK, these lines are all. In Python and Go see Connect: they send no bearer token
              over HTTP.
            </p>
            <CodeBlock title="Environment" code={buildGatewayEnvironment({ apiUrl, apiKey, region })} />
          </>
        )}
        <p className={styles.text}>For Outcrop’s own SDK:</p>
        <CodeBlock
          title="Environment of the SDK"
          code={`export OUTCROP_API_URL=${apiUrl}\nexport OUTCROP_API_KEY=${apiKey}`}
        />
        <div className={styles.actions}>
          <Button look="solid" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
