import { ServiceError } from '../../service-error.ts';

/** Ids that AWS makes are ten capitals and digits; anything else cannot be a knowledge base. */
export function checkKnowledgeBaseId(knowledgeBaseId: string | undefined): void {
  if (knowledgeBaseId !== undefined && /^[0-9A-Z]{1,10}$/iu.test(knowledgeBaseId)) return;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Knowledge Base with id ${knowledgeBaseId ?? ''} does not exist.`,
  );
}
