import type { RequestReading } from '../operations/operation.ts';
import { keepPresent, readRecord, readString } from '../read-value.ts';

/** Reads what RetrieveAndGenerate and its stream were asked. */
export function readRetrieveAndGenerateRequest(input: Record<string, unknown>): RequestReading {
  const configuration = readRecord(input.retrieveAndGenerateConfiguration);
  const knowledgeBase = readRecord(configuration.knowledgeBaseConfiguration);
  const externalSources = readRecord(configuration.externalSourcesConfiguration);
  return {
    model: readString(knowledgeBase.modelArn ?? externalSources.modelArn),
    input: keepPresent({ text: readRecord(input.input).text, sources: externalSources.sources }),
    metadata: keepPresent({
      knowledge_base_id: knowledgeBase.knowledgeBaseId,
      session_id: input.sessionId,
      retrieval_configuration: knowledgeBase.retrievalConfiguration,
      generation_configuration:
        knowledgeBase.generationConfiguration ?? externalSources.generationConfiguration,
      orchestration_configuration: knowledgeBase.orchestrationConfiguration,
    }),
  };
}
