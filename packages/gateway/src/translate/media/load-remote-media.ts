import type { Conversation } from '../conversation/conversation.ts';
import { refuse } from '../conversation/parse-field.ts';
import type { MediaPart, Part } from '../conversation/part.ts';
import { GatewayError } from '../../gateway-error.ts';
import { findFormat, listFormats } from './media-format.ts';
import { sniffFormat } from './sniff-format.ts';

export interface FetchedMedia {
  bytes: Uint8Array;
  /** The answer's Content-Type. */
  mediaType?: string;
}

/** Fetches a URL that a client named. Whoever provides it keeps it from private addresses and from endless answers. */
export type MediaFetcher = (url: string) => Promise<FetchedMedia>;

/** Replaces every URL in the conversation by what is behind it, at once. A conversation without URLs costs one walk. */
export async function loadRemoteMedia(
  conversation: Conversation,
  fetchMedia: MediaFetcher | undefined,
): Promise<void> {
  const remote: MediaPart[] = [];
  for (const turn of conversation.turns) collectRemote(turn.parts, remote);
  if (remote.length > 0) await Promise.all(remote.map((part) => loadMedia(part, fetchMedia)));
}

function collectRemote(parts: readonly Part[], remote: MediaPart[]): void {
  for (const part of parts) {
    if (part.type === 'tool-result') collectRemote(part.parts, remote);
    else if ('source' in part && typeof part.source === 'object' && part.source.kind === 'url') {
      remote.push(part as MediaPart);
    }
  }
}

/** Replaces the URL of one part. Throws a 400 that names its field. */
export async function loadMedia(part: MediaPart, fetchMedia: MediaFetcher | undefined): Promise<void> {
  if (part.source.kind !== 'url') return;
  if (!fetchMedia) {
    refuse(
      part.place,
      'Bedrock takes no URLs and fetching them is switched off here: send the bytes as base64',
    );
  }
  const fetched = await fetchNamed(part.source.url, fetchMedia, part.place);
  const data = Buffer.from(fetched.bytes).toString('base64');
  // What a server says is not enough: the page of an error would be sent on as a picture.
  if (part.type === 'image' && !findFormat('image', sniffFormat(data))) {
    refuse(part.place, `is not an image that Bedrock takes: ${listFormats('image')}`, 'invalid_image_url');
  }
  part.format ??= findFormat(part.type, fetched.mediaType);
  part.source = { kind: 'base64', data };
}

async function fetchNamed(url: string, fetchMedia: MediaFetcher, place: string): Promise<FetchedMedia> {
  try {
    return await fetchMedia(url);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new GatewayError(`${place}: could not be fetched (${reason})`, {
      status: 400,
      code: 'invalid_image_url',
      param: place,
      cause,
    });
  }
}
