import type { ProviderTrust } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeBlock } from '../../../ui/code-block.tsx';
import { CopyLine } from '../../../ui/copy-line.tsx';
import { FormNote } from '../../../ui/form.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { providerTrustQuery } from '../api/provider-trust-query.ts';
import type { DraftFieldsProps } from './provider-auth-fields.tsx';
import styles from './role-setup.module.css';

const ways = [
  {
    name: 'cli_script',
    label: 'aws CLI',
    about: 'Run it where you are signed in to the account with the models.',
  },
  { name: 'cloudformation', label: 'CloudFormation', about: 'Deploy it as a stack; its output is the ARN.' },
  { name: 'terraform', label: 'Terraform', about: 'Apply it; its output is the ARN.' },
  {
    name: 'policies',
    label: 'By hand',
    about: 'Create a role with this trust policy and this permission policy.',
  },
] as const;

type Way = (typeof ways)[number]['name'];

function RoleCode({ way, trust }: { way: Way; trust: ProviderTrust }) {
  if (way !== 'policies') {
    const title = ways.find(({ name }) => name === way)?.label ?? way;
    return <CodeBlock title={title} code={trust[way]} />;
  }
  return (
    <>
      <CodeBlock title="Trust policy" code={trust.trust_policy} />
      <CodeBlock title="Permission policy" code={trust.permission_policy} />
    </>
  );
}

function RoleInstructions({ trust }: { trust: ProviderTrust }) {
  const [way, setWay] = useState<Way>('cli_script');
  return (
    <>
      {trust.principal_arn === null ? (
        <FormNote role="status" tone="warning">
          Outcrop’s server has no AWS credentials of its own, so there is nobody yet that your role could
          trust
          {trust.problem === null ? '.' : `: ${trust.problem}`}
        </FormNote>
      ) : null}
      <div>
        {trust.principal_arn !== null && <CopyLine label="Trusted principal" value={trust.principal_arn} />}
        <CopyLine label="External id" value={trust.external_id} />
      </div>
      <div className={styles.waysBox}>
        <Tabs label="Ways to make the role" panelId="role-way" tabs={ways} selected={way} onSelect={setWay} />
        <div id="role-way" role="tabpanel" aria-labelledby={`role-way-${way}`} className={styles.waysPanel}>
          <FormNote>{ways.find(({ name }) => name === way)?.about}</FormNote>
          <RoleCode way={way} trust={trust} />
        </div>
      </div>
    </>
  );
}

/** Three steps: what the role has to trust, how to make it, and where it is. */
export function RoleSetup({ draft, problems, onChange }: DraftFieldsProps) {
  const query = useQuery(providerTrustQuery(draft.region.trim()));
  return (
    <ol role="list" className={styles.steps}>
      <li className={styles.step}>
        <h3 className={styles.stepTitle}>Make a role in the account that has the models</h3>
        <FormNote>
          It trusts Outcrop’s server, and only together with the external id, which is yours alone.
        </FormNote>
        {query.data && <RoleInstructions trust={query.data} />}
        {query.isLoading && <FormNote>Asking AWS who this server is …</FormNote>}
        {query.isError && (
          <FormNote role="alert" tone="warning">
            {readErrorMessage(query.error)} <Button onClick={() => void query.refetch()}>Try again</Button>
          </FormNote>
        )}
      </li>
      <li className={styles.step}>
        <h3 className={styles.stepTitle}>Paste its ARN</h3>
        <TextField
          label="Role ARN"
          isMono
          placeholder="arn:aws:iam::123456789012:role/outcrop-bedrock"
          value={draft.roleArn}
          problem={problems.roleArn}
          onChange={(roleArn) => onChange({ roleArn })}
        />
      </li>
    </ol>
  );
}
