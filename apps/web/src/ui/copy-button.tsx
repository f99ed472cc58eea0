import { useEffect, useState } from 'react';

import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  /** A function is asked only on the click, for text that is costly to build. */
  text: string | (() => string);
  /** What is copied, for the button's accessible name: "Copy" + subject. */
  subject: string;
  /** Shown beside the icon; without it the button is the icon alone. */
  label?: string;
  look?: 'solid' | 'outline' | 'quiet';
}

type CopyState = 'idle' | 'copied' | 'refused';

const labels = { copied: 'Copied', refused: 'Select and copy by hand' } as const;

export function CopyButton({ text, subject, label, look = 'quiet' }: CopyButtonProps) {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'idle') return undefined;
    const timer = setTimeout(() => setState('idle'), 1800);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
      setState('copied');
    } catch {
      setState('refused');
    }
  }

  const shown = state === 'idle' ? label : label && labels[state];
  return (
    <Button
      look={look}
      aria-label={state === 'idle' ? `Copy ${subject}` : labels[state]}
      title={state === 'idle' ? `Copy ${subject}` : labels[state]}
      onClick={() => void copy()}
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} />
      {shown}
      <span role="status" hidden>
        {state === 'idle' ? '' : labels[state]}
      </span>
    </Button>
  );
}
