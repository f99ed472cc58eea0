import { formatBytes } from '../../../lib/format-number.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import type { AttachmentPart } from '../conversation.ts';
import styles from './attachment-chip.module.css';

const icons: Record<AttachmentPart['media'], IconName> = {
  image: 'image',
  document: 'document',
  video: 'media',
  audio: 'media',
  file: 'document',
};

export function AttachmentChip({ attachment }: { attachment: AttachmentPart }) {
  const { media, name, contentType, byteLength, address } = attachment;
  return (
    <p className={styles.chip}>
      <Icon name={icons[media]} />
      <span className={styles.name}>{name ?? media}</span>
      <span className={styles.facts}>
        {[contentType, byteLength !== undefined && formatBytes(byteLength)].filter(Boolean).join(', ')}
      </span>
      {address !== undefined && <code className={styles.address}>{address.slice(0, 300)}</code>}
    </p>
  );
}
