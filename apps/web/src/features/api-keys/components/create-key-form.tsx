import { type FormEvent, useState } from 'react';

import { readErrorMessage } from '../../../lib/describe-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useCreateApiKey } from '../api/use-create-api-key.ts';
import styles from './api-keys-page.module.css';

export function CreateKeyForm({ onCreated }: { onCreated: (key: string) => void }) {
  const [name, setName] = useState('');
  const create = useCreateApiKey();

  function submit(event: FormEvent): void {
    event.preventDefault();
    create.mutate(name.trim(), {
      onSuccess: ({ key }) => {
        setName('');
        onCreated(key);
      },
    });
  }

  return (
    <form className={styles.form} onSubmit={submit}>
      <label className={styles.label} htmlFor="key-name">
        Name of the new key
      </label>
      <div className={styles.fields}>
        <input
          id="key-name"
          className={styles.input}
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="such as checkout-service, production"
          maxLength={100}
          autoComplete="off"
        />
        <Button type="submit" look="solid" disabled={name.trim() === '' || create.isPending}>
          Create key
        </Button>
      </div>
      {create.isError && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(create.error)}
        </p>
      )}
    </form>
  );
}
