import { type ReactNode, useEffect, useId, useRef } from 'react';

import { Button } from './button.tsx';
import styles from './dialog.module.css';
import { Icon } from './icon.tsx';

interface DialogProps {
  title: string;
  size?: 'normal' | 'wide';
  /** Whether a click beside it leaves it open, because what it shows is not shown again. */
  isLasting?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog while it is rendered; Escape, the cross and a click beside it close it. */
export function Dialog({ title, size = 'normal', isLasting = false, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    element.current?.showModal();
  }, []);
  return (
    // The click beside the dialog is a convenience; Escape and the cross are its keyboard equals.
    <dialog
      ref={element}
      className={styles.dialog}
      data-size={size}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === element.current && !isLasting) onClose();
      }}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 id={titleId} className={styles.title}>
            {title}
          </h2>
          <Button look="quiet" aria-label="Close" onClick={onClose}>
            <Icon name="close" />
          </Button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
