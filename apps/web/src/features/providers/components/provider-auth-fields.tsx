import type { ProviderSummary } from '@outcrop/protocol';
import { useQuery } from '@tanstack/react-query';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { formatExactTime } from '../../../lib/format-time.ts';
import { FieldGrid, FormNote } from '../../../ui/form.tsx';
import { SecretField } from '../../../ui/secret-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { providerTrustQuery } from '../api/provider-trust-query.ts';
import type { DraftProblems, ProviderDraft } from '../provider-draft.ts';
import { RoleSetup } from './role-setup.tsx';

export interface DraftFieldsProps {
  draft: ProviderDraft;
  problems: DraftProblems;
  /** The provider that is changed, if there is one. */
  provider: ProviderSummary | undefined;
  onChange: (change: Partial<ProviderDraft>) => void;
}

function IamFields({ draft, problems, provider, onChange }: DraftFieldsProps) {
  const auth = provider?.auth.type === 'iam_credentials' ? provider.auth : undefined;
  return (
    <FieldGrid>
      <TextField
        label="Access key id"
        isMono
        placeholder="AKIA…"
        value={draft.accessKeyId}
        problem={problems.accessKeyId}
        onChange={(accessKeyId) => onChange({ accessKeyId })}
      />
      <SecretField
        label="Secret access key"
        isStored={auth !== undefined}
        value={draft.secretAccessKey}
        problem={problems.secretAccessKey}
        onChange={(secretAccessKey) => onChange({ secretAccessKey })}
      />
      <SecretField
        label="Session token"
        isOptional
        note="Only for temporary keys, which begin with ASIA."
        isStored={auth?.has_session_token ?? false}
        value={draft.sessionToken ?? (draft.sessionToken === null ? '' : undefined)}
        onChange={(sessionToken) => onChange({ sessionToken })}
        onRemove={() => onChange({ sessionToken: null })}
      />
    </FieldGrid>
  );
}

function ApiKeyFields({ draft, problems, provider, onChange }: DraftFieldsProps) {
  const auth = provider?.auth.type === 'api_key' ? provider.auth : undefined;
  const expiry =
    auth && auth.expires_at !== null
      ? ` The stored key${auth.key_hint && `, ${auth.key_hint},`} is valid until ${formatExactTime(auth.expires_at / 1000)}.`
      : '';
  return (
    <>
      <SecretField
        label="Bedrock API key"
        note={`AWS console → Amazon Bedrock → API keys. It is kept encrypted and never shown again.${expiry}`}
        isStored={auth !== undefined}
        value={draft.apiKey}
        problem={problems.apiKey}
        onChange={(apiKey) => onChange({ apiKey })}
      />
      {auth && draft.apiKey === undefined && expiry !== '' && <FormNote>{expiry.trim()}</FormNote>}
    </>
  );
}

function ServerCredentialsFields({ draft }: DraftFieldsProps) {
  const { data, error } = useQuery(providerTrustQuery(draft.region.trim()));
  if (error) {
    return (
      <FormNote role="alert" tone="warning">
        {readErrorMessage(error)}
      </FormNote>
    );
  }
  if (!data) return <FormNote>Looking for the credentials of this machine …</FormNote>;
  if (data.principal_arn === null) {
    return (
      <FormNote role="status" tone="warning">
        This machine has no AWS credentials that work{data.problem === null ? '' : `: ${data.problem}`}
      </FormNote>
    );
  }
  return (
    <FormNote role="status">
      Outcrop will call Bedrock as <code>{data.principal_arn}</code>.
    </FormNote>
  );
}

/** What the chosen way to authenticate asks for. */
export function ProviderAuthFields(props: DraftFieldsProps) {
  switch (props.draft.authType) {
    case 'iam_credentials':
      return <IamFields {...props} />;
    case 'api_key':
      return <ApiKeyFields {...props} />;
    case 'assume_role':
      return <RoleSetup {...props} />;
    case 'server_credentials':
      return <ServerCredentialsFields {...props} />;
    default:
      return props.draft.authType satisfies never;
  }
}
