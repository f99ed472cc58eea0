import type { ReactNode } from 'react';

import { readErrorMessage } from '../lib/describe-error.ts';
import { Button } from './button.tsx';
import styles from './confirm-dialog.module.css';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  title: string;
  /** What happens, and what does not. */
  children: ReactNode;
  /** Of the button that does it. */
  confirm: string;
  error: Error | null;
  isPending: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirm, error, isPending, onConfirm, onClose } = props;
  return (
    <Dialog title={title} onClose={onClose}>
      <div className={styles.text}>{children}</div>
      {error && (
        <p role="alert" className={styles.problem}>
          {readErrorMessage(error)}
        </p>
      )}
      <div className={styles.actions}>
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" disabled={isPending} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
