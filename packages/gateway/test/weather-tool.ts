export const weatherSchema = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
};

/** A tool in OpenAI's words. */
export const weatherTool = {
  type: 'function' as const,
  function: { name: 'get_weather', description: 'The weather of a city', parameters: weatherSchema },
};
