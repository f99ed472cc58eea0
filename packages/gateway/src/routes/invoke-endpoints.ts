import { translateEmbeddings } from '../translate/embeddings/translate-embeddings.ts';
import { translateImages } from '../translate/images/translate-images.ts';
import { translateRerank } from '../translate/rerank/translate-rerank.ts';
import type { InvokeEndpoint } from './create-invoke-route.ts';

const images: InvokeEndpoint = {
  calledApi: { kind: 'other', api: 'images' },
  translate(body, modelId, isStrict) {
    const { bodies, dropped, buildAnswer } = translateImages(body, modelId, isStrict);
    return {
      bodies,
      dropped,
      buildAnswer: (answers, { createdSeconds }) =>
        buildAnswer(
          answers.map((answer) => answer.body),
          createdSeconds,
        ),
    };
  },
};

const rerank: InvokeEndpoint = {
  calledApi: { kind: 'other', api: 'rerank' },
  translate(request, modelId, isStrict) {
    const { body, dropped, buildAnswer } = translateRerank(request, modelId, isStrict);
    return {
      bodies: [body],
      dropped,
      buildAnswer: ([answer], { id }) => buildAnswer(answer?.body, id),
    };
  },
};

/** By their paths below the version. */
export const invokeEndpoints: Readonly<Record<string, InvokeEndpoint>> = {
  '/embeddings': { calledApi: { kind: 'other', api: 'embeddings' }, translate: translateEmbeddings },
  '/images/generations': images,
  '/rerank': rerank,
};
