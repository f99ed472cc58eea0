import { Link } from '@tanstack/react-router';

import { Notice } from '../ui/notice.tsx';

export function NotFoundPage() {
  return (
    <Notice title="There is no page at this address" actions={<Link to="/">Go to the traces</Link>}>
      <p>The address may be cut off, or from another version of Outcrop.</p>
    </Notice>
  );
}
