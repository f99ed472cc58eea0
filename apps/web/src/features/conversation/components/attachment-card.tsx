import { useState } from 'react';

import { apiClient } from '../../../lib/api-client.ts';
import { formatBytes } from '../../../lib/format-number.ts';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import type { AttachmentPart } from '../conversation.ts';
import styles from './attachment-card.module.css';

const icons: Record<AttachmentPart['media'], IconName> = {
  image: 'image',
  document: 'document',
  video: 'media',
  audio: 'media',
  file: 'document',
};

interface PreviewProps {
  attachment: AttachmentPart;
  url: string;
  onMissing: () => void;
}

/** Only what is seen or heard: the server gives everything else as a download. */
function Preview({ attachment: { media, name }, url, onMissing }: PreviewProps) {
  switch (media) {
    case 'image':
      return (
        <a
          href={url}
          target="_blank"
          rel="noopener"
          className={styles.preview}
          title="Open in a tab of its own"
        >
          <img
            src={url}
            alt={name ?? 'Image of the call'}
            loading="lazy"
            className={styles.image}
            onError={onMissing}
          />
        </a>
      );
    case 'audio':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a trace has the sound and no captions for it
      return <audio src={url} controls preload="metadata" className={styles.audio} onError={onMissing} />;
    case 'video':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- a trace has the film and no captions for it
      return <video src={url} controls preload="metadata" className={styles.image} onError={onMissing} />;
    case 'document':
    case 'file':
      return null;
    default:
      return media satisfies never;
  }
}

function describeMissing({ sha256, note, address }: AttachmentPart, isMissing: boolean): string | undefined {
  if (note !== undefined) return note;
  if (isMissing) return 'no preview: its bytes have not arrived';
  return sha256 === undefined && address === undefined ? 'bytes not kept' : undefined;
}

/** What an attachment is, and what it looks or sounds like when the server has its bytes. */
export function AttachmentCard({ attachment }: { attachment: AttachmentPart }) {
  const { media, name, contentType, byteLength, address, sha256 } = attachment;
  const [isMissing, setIsMissing] = useState(false);
  const url = sha256 && apiClient.attachmentUrl({ sha256, content_type: contentType, name });
  const facts = [
    contentType,
    byteLength !== undefined && formatBytes(byteLength),
    describeMissing(attachment, isMissing),
  ];
  return (
    <figure className={styles.card}>
      {url && !isMissing && (
        <Preview attachment={attachment} url={url} onMissing={() => setIsMissing(true)} />
      )}
      <figcaption className={styles.caption}>
        <Icon name={icons[media]} />
        {url ? (
          <a href={url} download={name ?? ''} className={styles.name} title="Download">
            {name ?? media}
          </a>
        ) : (
          <span className={styles.name}>{name ?? media}</span>
        )}
        <span className={styles.facts}>{facts.filter(Boolean).join(', ')}</span>
        {address !== undefined && <code className={styles.address}>{address.slice(0, 300)}</code>}
      </figcaption>
    </figure>
  );
}
