import type { RequestFeature } from './request-feature.ts';
import { models } from './translate-for.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d]).toString('base64');
const pdf = Buffer.from('%PDF-1.7').toString('base64');
const word = Buffer.from('some bytes').toString('base64');
const user = (...content: object[]) => [{ role: 'user', content }];

function chatFile(data: string, filename: string): object {
  return { messages: user({ type: 'file', file: { file_data: data, filename } }) };
}

function responsesFile(data: string, filename: string): object {
  return { input: user({ type: 'input_file', file_data: data, filename }) };
}

/** Pictures, documents, sounds and films. */
export const mediaFeatures: readonly RequestFeature[] = [
  {
    name: 'images',
    chat: { messages: user({ type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } }) },
    responses: { input: user({ type: 'input_image', image_url: `data:image/png;base64,${png}` }) },
    messages: {
      messages: user({ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }),
    },
    converse: /"image":\{"format":"png","source":\{"bytes"/,
    anthropic: /"type":"image","source":\{"type":"base64","media_type":"image\/png"/,
    openai: /data:image\/png;base64/,
  },
  {
    name: 'images by URL',
    chat: { messages: user({ type: 'image_url', image_url: { url: 'https://example.com/a.png' } }) },
    responses: { input: user({ type: 'input_image', image_url: 'https://example.com/a.png' }) },
    messages: {
      messages: user({ type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } }),
    },
    converse: /"image":\{"format":"png","source":\{"bytes"/,
    anthropic: /"type":"image","source":\{"type":"base64","media_type":"image\/png"/,
    openai: /data:image\/png;base64|https:\/\/example.com\/a.png/,
  },
  {
    name: 'PDF',
    chat: chatFile(pdf, 'a.pdf'),
    responses: responsesFile(pdf, 'a.pdf'),
    messages: {
      messages: user({
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: pdf },
      }),
    },
    converse: /"document":\{"name":"(a|document)","format":"pdf"/,
    anthropic: /"type":"document","source":\{"type":"base64","media_type":"application\/pdf"/,
    openai: /"file_data"/,
  },
  {
    name: 'Word, Excel',
    chat: chatFile(word, 'a.docx'),
    responses: responsesFile(word, 'a.xlsx'),
    converse: /"document":\{"name":"a","format":"(docx|xlsx)"/,
    anthropic: /docx/,
    openai: /"file_data"/,
  },
  {
    name: 'audio',
    modelId: models.nova,
    chat: { messages: user({ type: 'input_audio', input_audio: { data: word, format: 'mp3' } }) },
    responses: { input: user({ type: 'input_audio', input_audio: { data: word, format: 'mp3' } }) },
    converse: /"audio":\{"format":"mp3"/,
    anthropic: /audio/,
    openai: /"input_audio"/,
  },
  {
    name: 'video',
    modelId: models.nova,
    chat: { messages: user({ type: 'video_url', video_url: { url: 's3://bucket/a.mp4' } }) },
    converse: /"video":\{"format":"mp4","source":\{"s3Location"/,
    anthropic: /video/,
    openai: /"video_url"/,
  },
];
