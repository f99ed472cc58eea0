/** One event of Nova Sonic, as the caller sends it. */
export type SonicEvent = Record<string, Record<string, unknown>>;

export interface SonicInput {
  chunk: { bytes: Uint8Array };
}

export function encodeSonicEvent(event: SonicEvent): SonicInput {
  return { chunk: { bytes: new TextEncoder().encode(JSON.stringify({ event })) } };
}

export function decodeSonicEvent(bytes: Uint8Array | undefined): SonicEvent {
  return (JSON.parse(new TextDecoder().decode(bytes)) as { event: SonicEvent }).event;
}

const promptName = 'prompt-1';

export const weatherTool = {
  toolSpec: {
    name: 'get_weather',
    description: 'Weather of a city',
    inputSchema: {
      json: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
    },
  },
};

export function beginSession(tools: unknown[] = []): SonicEvent[] {
  const toolConfiguration = tools.length > 0 ? { toolConfiguration: { tools } } : {};
  return [
    { sessionStart: { inferenceConfiguration: { maxTokens: 1024, topP: 0.9, temperature: 0.7 } } },
    {
      promptStart: {
        promptName,
        textOutputConfiguration: { mediaType: 'text/plain' },
        audioOutputConfiguration: { mediaType: 'audio/lpcm', sampleRateHertz: 24_000, voiceId: 'matthew' },
        ...toolConfiguration,
      },
    },
    ...sayText('SYSTEM', 'Be brief.'),
  ];
}

export function sayText(role: string, content: string): SonicEvent[] {
  const identity = { promptName, contentName: `${role}-${content}` };
  return [
    { contentStart: { ...identity, type: 'TEXT', role, interactive: true } },
    { textInput: { ...identity, content } },
    { contentEnd: identity },
  ];
}

/** Speech that the emulator understands: the bytes of the words, in pieces. */
export function speak(words: string, contentName = `speech-${words}`): SonicEvent[] {
  const identity = { promptName, contentName };
  const audioInputConfiguration = {
    mediaType: 'audio/lpcm',
    sampleRateHertz: 16_000,
    sampleSizeBits: 16,
    channelCount: 1,
    encoding: 'base64',
  };
  const bytes = Buffer.from(words);
  const pieces: SonicEvent[] = [];
  for (let offset = 0; offset < bytes.length; offset += 8)
    pieces.push({
      audioInput: { ...identity, content: bytes.subarray(offset, offset + 8).toString('base64') },
    });
  return [
    {
      contentStart: { ...identity, type: 'AUDIO', role: 'USER', interactive: true, audioInputConfiguration },
    },
    ...pieces,
    { contentEnd: identity },
  ];
}

export function answerTool(toolUseId: unknown, content: string): SonicEvent[] {
  const identity = { promptName, contentName: `tool-${String(toolUseId)}` };
  const toolResultInputConfiguration = { toolUseId, type: 'TEXT' };
  return [
    {
      contentStart: {
        ...identity,
        type: 'TOOL',
        role: 'TOOL',
        interactive: false,
        toolResultInputConfiguration,
      },
    },
    { toolResult: { ...identity, content } },
    { contentEnd: identity },
  ];
}

export function endSession(): SonicEvent[] {
  return [{ promptEnd: { promptName } }, { sessionEnd: {} }];
}
