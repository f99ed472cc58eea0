// The operations of the agent runtime that are the work of a model, as the cases call them.
const modelArn = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';
const knowledgeBaseId = 'KB12345678';

const generation = {
  input: { text: 'How long is the warranty?' },
  retrieveAndGenerateConfiguration: {
    type: 'KNOWLEDGE_BASE',
    knowledgeBaseConfiguration: { knowledgeBaseId, modelArn },
  },
};

export const agentOperations = [
  {
    name: 'InvokeAgent',
    method: 'invokeAgent',
    stream: 'completion',
    hasStreamCases: true,
    input: () => ({
      agentId: 'AGENT12345',
      agentAliasId: 'TSTALIASID',
      sessionId: 'session-1',
      inputText: 'How is the weather in Oslo?',
      enableTrace: true,
      streamingConfigurations: { streamFinalResponse: true },
    }),
  },
  {
    name: 'InvokeInlineAgent',
    method: 'invokeInlineAgent',
    stream: 'completion',
    input: () => ({
      foundationModel: 'us.amazon.nova-pro-v1:0',
      instruction: 'You convert amounts of money between currencies for travellers.',
      sessionId: 'inline-1',
      inputText: 'Convert 5 euro',
      enableTrace: true,
    }),
  },
  {
    name: 'InvokeFlow',
    method: 'invokeFlow',
    stream: 'responseStream',
    input: () => ({
      flowIdentifier: 'FLOW123456',
      flowAliasIdentifier: 'LIVE',
      enableTrace: true,
      inputs: [
        { nodeName: 'FlowInput', nodeOutputName: 'document', content: { document: 'weather in Oslo' } },
      ],
    }),
  },
  {
    name: 'Retrieve',
    method: 'retrieve',
    input: () => ({ knowledgeBaseId, retrievalQuery: { text: 'warranty' } }),
  },
  { name: 'RetrieveAndGenerate', method: 'retrieveAndGenerate', input: () => structuredClone(generation) },
  {
    name: 'RetrieveAndGenerateStream',
    method: 'retrieveAndGenerateStream',
    stream: 'stream',
    hasStreamCases: true,
    hasUnmarkedEnd: true,
    input: () => structuredClone(generation),
  },
  {
    name: 'Rerank',
    method: 'rerank',
    input: () => ({
      queries: [{ type: 'TEXT', textQuery: { text: 'warranty' } }],
      sources: [
        {
          type: 'INLINE',
          inlineDocumentSource: { type: 'TEXT', textDocument: { text: 'Three years of warranty.' } },
        },
      ],
      rerankingConfiguration: {
        type: 'BEDROCK_RERANKING_MODEL',
        bedrockRerankingConfiguration: {
          modelConfiguration: {
            modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0',
          },
        },
      },
    }),
  },
  {
    name: 'GenerateQuery',
    method: 'generateQuery',
    input: () => ({
      queryGenerationInput: { type: 'TEXT', text: 'Best customers' },
      transformationConfiguration: { mode: 'TEXT_TO_SQL' },
    }),
  },
  {
    name: 'OptimizePrompt',
    method: 'optimizePrompt',
    stream: 'optimizedPrompt',
    input: () => ({ input: { textPrompt: { text: 'Rocks' } }, targetModelId: 'amazon.nova-lite-v1:0' }),
  },
  {
    name: 'AgenticRetrieveStream',
    method: 'agenticRetrieveStream',
    stream: 'stream',
    input: () => ({
      messages: [{ role: 'user', content: { text: 'warranty' } }],
      retrievers: [{ configuration: { knowledgeBase: { knowledgeBaseId } } }],
      agenticRetrieveConfiguration: {},
      generateResponse: true,
    }),
  },
];
