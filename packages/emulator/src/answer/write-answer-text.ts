import { findPrompt } from './conversation.ts';
import type { Conversation, Part } from './conversation.ts';
import { describeMedia } from './describe-media.ts';

type ToolResultPart = Extract<Part, { kind: 'tool-result' }>;

interface Topic {
  pattern: RegExp;
  write(prompt: string): string;
}

const topics: readonly Topic[] = [
  {
    pattern: /\b(?:hi|hello|hey|good (?:morning|evening))\b/iu,
    write: () =>
      'Hello! How can I help you today? I can answer a question, summarise a text, or work through a problem with you.',
  },
  {
    pattern: /\b(?:weather|forecast|temperature|rain)\b/iu,
    write: () =>
      'Expect a mild day: around 18 °C by the afternoon, a light breeze from the west and only a small chance of rain. ' +
      'A light jacket is enough, and the evening should stay dry.',
  },
  {
    pattern: /\b(?:sql|query the|database|table)\b/iu,
    write: () =>
      'This query answers it:\n\n```sql\nSELECT customer_id, SUM(amount) AS total\nFROM orders\n' +
      "WHERE created_at >= CURRENT_DATE - INTERVAL '30 days'\nGROUP BY customer_id\nORDER BY total DESC\nLIMIT 10;\n```\n\n" +
      'It adds up each customer’s orders of the last 30 days and keeps the ten largest. An index on `created_at` keeps it fast.',
  },
  { pattern: /\b(?:summari[sz]e|summary|tl;?dr)\b/iu, write: summarise },
  {
    pattern: /\b(?:code|function|typescript|javascript|python)\b/iu,
    write: () =>
      'Here is a small version to start from:\n\n```ts\nexport function groupBy<T>(items: T[], keyOf: (item: T) => string) {\n' +
      '  const groups = new Map<string, T[]>();\n  for (const item of items) {\n    const key = keyOf(item);\n' +
      '    groups.set(key, [...(groups.get(key) ?? []), item]);\n  }\n  return groups;\n}\n```\n\n' +
      'It keeps the order of the items and allocates one array for each group.',
  },
  {
    pattern: /\bcapital of france\b/iu,
    write: () => 'The capital of France is Paris.',
  },
];

/** What the assistant says: about the tool results or media it was given, else about the prompt. */
export function writeAnswerText(conversation: Conversation): string {
  const lastParts = conversation.turns.at(-1)?.parts ?? [];
  const results = lastParts.filter((part) => part.kind === 'tool-result');
  if (results.length > 0) return reportToolResults(results);
  const prompt = findPrompt(conversation);
  const media = lastParts.filter((part) => part.kind === 'media');
  if (media.length > 0) {
    return `You sent me ${media.map(describeMedia).join(' and ')}. Tell me what you would like to know about ${media.length > 1 ? 'them' : 'it'}.`;
  }
  return topics.find((topic) => topic.pattern.test(prompt))?.write(prompt) ?? answerAnything(prompt);
}

/** A line or two of reasoning about the prompt. */
export function writeReasoningText(conversation: Conversation): string {
  const prompt = shorten(findPrompt(conversation), 120);
  return (
    `The person asks: “${prompt}”. Let me take it step by step. First I find what is really being asked, ` +
    'then I check which facts I need, and finally I give a short and direct answer.'
  );
}

function reportToolResults(results: readonly ToolResultPart[]): string {
  const lines = results.map((result) => describeResult(result.content));
  const [only] = lines;
  if (lines.length === 1 && only !== undefined) return `Here is what I found: ${only}`;
  return `Here is what I found:\n${lines.map((line) => `- ${line}`).join('\n')}`;
}

function describeResult(content: string): string {
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const members = Object.entries(value).map(
        ([name, member]) => `${name} is ${typeof member === 'string' ? member : JSON.stringify(member)}`,
      );
      return `${members.join(', ')}.`;
    }
  } catch {
    // Plain text is as good a result as JSON.
  }
  return content;
}

function summarise(prompt: string): string {
  const text = prompt.replace(/^[^:\n]*\bsummar[^:\n]*[:\n]\s*/iu, '');
  const sentences = text.match(/[^.!?\n]+[.!?]?/gu)?.map((sentence) => sentence.trim()) ?? [];
  const kept = sentences.filter((sentence) => sentence.length > 20).slice(0, 3);
  if (kept.length === 0) return 'Paste the text below your request and I will sum it up in three points.';
  return `In short:\n${kept.map((sentence) => `- ${sentence}`).join('\n')}`;
}

function answerAnything(prompt: string): string {
  if (prompt === '') return 'I am ready when you are: ask me anything.';
  return (
    `You asked: “${shorten(prompt, 160)}”. Here is how I would go about it. Start with the outcome you want and write it down ` +
    'in one sentence. Then list what you already know, and try the smallest step that could prove you wrong. ' +
    'If you share a little more context, I can make this concrete.'
  );
}

function shorten(text: string, length: number): string {
  // A prompt may be megabytes; only its beginning is shown.
  const line = text.slice(0, length * 4).replaceAll(/\s+/gu, ' ');
  return line.length <= length ? line : `${line.slice(0, length).trimEnd()}…`;
}
