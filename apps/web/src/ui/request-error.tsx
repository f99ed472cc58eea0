import { describeError } from '../lib/describe-error.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface RequestErrorProps {
  error: unknown;
  onRetry: () => void;
}

export function RequestError({ error, onRetry }: RequestErrorProps) {
  const { title, advice } = describeError(error);
  return (
    <Notice tone="error" title={title} actions={<Button onClick={onRetry}>Try again</Button>}>
      <p>{advice}</p>
    </Notice>
  );
}
