import { GatewayError } from '../../gateway-error.ts';
import type { Fields } from '../../translate/conversation/parse-field.ts';

export interface TranscriptionForm {
  model: string;
  format: 'json' | 'text';
  /** The question as a chat completion. */
  chat: Fields;
}

/** Reads the form of `POST /v1/audio/transcriptions` into a question that a model with ears can be asked. Throws a 400. */
export async function parseTranscriptionForm(
  bytes: Uint8Array,
  contentType: string | undefined,
): Promise<TranscriptionForm> {
  const form = await readForm(bytes, contentType);
  const file = form.get('file');
  if (!(file instanceof Blob)) throw refuseField('file', 'is missing: send the audio as a file');
  const model = readText(form, 'model');
  if (model === undefined) throw refuseField('model', 'is missing: name a model');
  const format = readText(form, 'response_format') ?? 'json';
  if (format !== 'json' && format !== 'text') {
    throw refuseField('response_format', `must be json or text, not "${format}": models say no times`);
  }
  if (form.get('stream') === 'true')
    throw refuseField('stream', 'is not possible here: ask chat completions');
  const data = Buffer.from(await file.arrayBuffer()).toString('base64');
  const audio = { type: 'input_audio', input_audio: { data, format: nameFormat(file) } };
  const content = [audio, { type: 'text', text: buildInstruction(form) }];
  const temperature = readText(form, 'temperature');
  return {
    model,
    format,
    chat: {
      model,
      messages: [{ role: 'user', content }],
      ...(temperature !== undefined && { temperature: Number(temperature) }),
    },
  };
}

async function readForm(bytes: Uint8Array, contentType: string | undefined): Promise<FormData> {
  try {
    return await new Response(bytes as Uint8Array<ArrayBuffer>, {
      headers: { 'content-type': contentType ?? '' },
    }).formData();
  } catch (cause) {
    throw new GatewayError('The body is not a form: send multipart/form-data with file and model.', {
      status: 400,
      code: 'invalid_form',
      cause,
    });
  }
}

function readText(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The ending of a file's name says more than a browser's idea of its type. */
function nameFormat(file: Blob): string {
  const name = 'name' in file ? String(file.name) : '';
  const dot = name.lastIndexOf('.');
  return dot === -1 ? file.type : name.slice(dot + 1);
}

function buildInstruction(form: FormData): string {
  const language = readText(form, 'language');
  const prompt = readText(form, 'prompt');
  const sentences = [
    'Transcribe this audio word for word.',
    language && `It is in the language with the code ${language}.`,
    prompt && `What came before it, or how words are spelled: ${prompt}`,
    'Answer with the words alone.',
  ];
  return sentences.filter(Boolean).join(' ');
}

function refuseField(name: string, problem: string): GatewayError {
  return new GatewayError(`${name}: ${problem}`, { status: 400, code: 'invalid_value', param: name });
}
