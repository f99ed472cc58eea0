import type { ErrorComponentProps } from '@tanstack/react-router';

import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Notice } from '../ui/notice.tsx';

/** What is shown instead of a page whose own code failed. */
export function PageCrash({ error, reset }: ErrorComponentProps) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const report = `${message}\n${stack ?? ''}\n${window.location.pathname}\n${navigator.userAgent}`;
  return (
    <Notice
      tone="error"
      title="This page broke"
      actions={
        <>
          <Button look="solid" onClick={reset}>
            Try again
          </Button>
          <CopyButton text={report} subject="what happened" label="Copy what happened" look="outline" />
        </>
      }
    >
      <p>Your traces are safe: only the page failed, with “{message}”.</p>
    </Notice>
  );
}
