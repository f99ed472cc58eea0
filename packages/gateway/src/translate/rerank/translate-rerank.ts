import { parseModelId } from '@outcrop/bedrock';
import type { JsonObject } from '@outcrop/protocol';
import { findCapabilities } from '../capabilities/find-capabilities.ts';
import {
  isRecord,
  parseArray,
  parseOptionalBoolean,
  parseOptionalTokens,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import { reportFields } from '../conversation/report-fields.ts';
import { type Notice, TranslationContext } from '../conversation/translation-context.ts';

interface RerankModel {
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
  /** Fields besides the question. */
  fields: JsonObject;
}

// https://docs.aws.amazon.com/bedrock/latest/userguide/rerank-supported.html
const rerankModels: readonly RerankModel[] = [
  { match: /^cohere\.rerank-/, fields: { api_version: 2 } },
  { match: /^amazon\.rerank-/, fields: {} },
];

// Bedrock's unit of price is one query over this many documents.
const documentsPerUnit = 100;

/** Cohere's form, which other rerank APIs follow: https://docs.cohere.com/reference/rerank */
export interface RerankAnswer {
  id: string;
  model: string;
  results: { index: number; relevance_score: number; document?: { text: string } }[];
  meta: { billed_units: { search_units: number } };
}

export interface TranslatedRerank {
  body: JsonObject;
  dropped: Notice[];
  buildAnswer: (answer: unknown, id: string) => RerankAnswer;
}

/** Translates `POST /v1/rerank` for the rerankers of Cohere and Amazon. Throws a 400 for other models. */
export function translateRerank(value: unknown, modelId: string, isStrict = false): TranslatedRerank {
  const request = parseRecord(value, '');
  const context = new TranslationContext(findCapabilities(modelId), isStrict);
  const { baseModelId = modelId } = parseModelId(modelId);
  const model =
    rerankModels.find(({ match }) => match.test(baseModelId)) ??
    refuse('model', `"${modelId}" does not rerank`, 'model_not_found');
  const query = parseString(request.query, 'query');
  const documents = parseArray(request.documents, 'documents').map((item, index) =>
    parseDocument(item, `documents[${index}]`),
  );
  if (documents.length === 0) refuse('documents', 'is empty');
  const topN = parseOptionalTokens(request.top_n, 'top_n');
  const givesDocuments = parseOptionalBoolean(request.return_documents, 'return_documents') ?? false;
  reportFields(request, { read: readFields, dropped: {} }, context);
  const body: JsonObject = { query, documents, ...model.fields };
  if (topN !== undefined) body.top_n = Math.min(topN, documents.length);
  return {
    body,
    dropped: context.notices,
    buildAnswer: (answer, id) => ({
      id,
      model: typeof request.model === 'string' ? request.model : modelId,
      results: readResults(answer, givesDocuments ? documents : undefined),
      meta: { billed_units: { search_units: Math.ceil(documents.length / documentsPerUnit) } },
    }),
  };
}

const readFields = new Set(['model', 'query', 'documents', 'top_n', 'return_documents']);

/** A document is a text, an object with one, or any object, which the model reads as JSON. */
function parseDocument(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  const document = parseRecord(value, place);
  return typeof document.text === 'string' ? document.text : JSON.stringify(document);
}

function readResults(answer: unknown, documents: readonly string[] | undefined): RerankAnswer['results'] {
  const results = isRecord(answer) && Array.isArray(answer.results) ? answer.results : [];
  return results.filter(isRecord).map((result) => {
    const index = Number(result.index);
    const ranked = { index, relevance_score: Number(result.relevance_score) };
    const text = documents?.[index];
    return text === undefined ? ranked : { ...ranked, document: { text } };
  });
}
