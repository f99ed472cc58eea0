import { ScopeField } from '../../projects/components/scope-field.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FieldGrid } from '../../../ui/form.tsx';
import { bedrockRegions } from '../bedrock-regions.ts';
import { HeaderFields } from './header-fields.tsx';
import type { DraftFieldsProps } from './provider-auth-fields.tsx';
import styles from './provider-place-fields.module.css';

const httpVersions = [
  { value: 'auto', label: 'Automatic' },
  { value: '1.1', label: 'HTTP/1.1' },
  { value: '2', label: 'HTTP/2' },
] as const;

/** Name, Region and who may use it. */
export function ProviderPlaceFields({ draft, problems, onChange }: DraftFieldsProps) {
  return (
    <FieldGrid>
      <TextField
        label="Name"
        placeholder="Bedrock, production"
        maxLength={100}
        value={draft.name}
        problem={problems.name}
        onChange={(name) => onChange({ name })}
      />
      <TextField
        label="Region"
        isMono
        note="Choose or type it. Cross-Region profiles reach beyond."
        suggestions={bedrockRegions}
        value={draft.region}
        problem={problems.region}
        onChange={(region) => onChange({ region })}
      />
      <ScopeField
        label="For"
        note="A project’s own providers are tried before those for every project."
        project={draft.project}
        problem={problems.project}
        onChange={(project) => onChange({ project })}
      />
      <div className={styles.checks}>
        <CheckField
          label="Include the default models"
          note="Every Bedrock model that the account can see. Without it, only models added by hand."
          isChecked={draft.includeDefaultModels}
          onChange={(includeDefaultModels) => onChange({ includeDefaultModels })}
        />
        <CheckField
          label="Enabled"
          note="Off, it keeps its settings and gets no calls."
          isChecked={draft.isEnabled}
          onChange={(isEnabled) => onChange({ isEnabled })}
        />
      </div>
    </FieldGrid>
  );
}

/** What most leave as it is: another address, extra headers, and the order among providers. */
export function ProviderRouteFields({ draft, problems, provider, onChange }: DraftFieldsProps) {
  return (
    <>
      <FieldGrid>
        <TextField
          label="API base"
          isOptional
          isMono
          note="A VPC endpoint or a proxy, with or without a path, instead of AWS’s own hosts."
          placeholder="https://vpce-….vpce.amazonaws.com"
          value={draft.apiBase}
          problem={problems.apiBase}
          onChange={(apiBase) => onChange({ apiBase })}
        />
        <SelectField
          label="HTTP version"
          note="Automatic is HTTP/1.1, and HTTP/2 where an operation needs it."
          choices={httpVersions}
          value={draft.httpVersion}
          onChange={(httpVersion) => onChange({ httpVersion })}
        />
        <TextField
          label="Priority"
          inputMode="numeric"
          note="Lower is tried first; the next number only when those fail."
          value={draft.priority}
          problem={problems.priority}
          onChange={(priority) => onChange({ priority })}
        />
        <TextField
          label="Weight"
          inputMode="numeric"
          note="Share of the calls among providers of one priority."
          value={draft.weight}
          problem={problems.weight}
          onChange={(weight) => onChange({ weight })}
        />
      </FieldGrid>
      <HeaderFields
        storedNames={provider?.header_names ?? []}
        headers={draft.headers}
        problem={problems.headers}
        onChange={(headers) => onChange({ headers })}
      />
    </>
  );
}
