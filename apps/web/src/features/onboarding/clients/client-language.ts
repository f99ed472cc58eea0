export interface ClientValues {
  /** Of the server, such as `http://127.0.0.1:4310`. */
  apiUrl: string;
  apiKey: string;
  /** By the name that the gateway serves it under. */
  model: string;
}

export const clientNames = ['aws', 'openai', 'anthropic'] as const;
export type ClientName = (typeof clientNames)[number];

export const clientLabels: Record<ClientName, string> = {
  aws: 'AWS SDK',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
};

/** How each client is set up in one language. */
export type ClientLanguage = Record<ClientName, (values: ClientValues) => string>;
