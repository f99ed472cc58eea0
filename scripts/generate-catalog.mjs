// Writes packages/bedrock/src/catalog/*.generated.ts from ../shared/data/bedrock-models-and-prices.json,
// or from the file given as the argument. Run it again whenever the data changes.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const root = resolve(import.meta.dirname, '..');
const dataFile = resolve(process.argv[2] ?? resolve(root, '../shared/data/bedrock-models-and-prices.json'));
const data = JSON.parse(readFileSync(dataFile, 'utf8'));
const priceFields = ['input', 'output', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h'];
const expectedTierRatios = { flex: 0.5, priority: 1.75 };

const models = Object.fromEntries(
  Object.entries(data.models)
    .filter(([id]) => isBedrockId(id))
    .map(([id, model]) => [id, correctModel(model)]),
);
for (const [id, model] of Object.entries(models)) checkTierRatios(id, model);

const priceCatalog = {
  asOf: data.generatedAt,
  aliases: mapAliases(),
  models: mapModels(describePrices),
  pieces: mapModels(describePieces),
};
writeModule('prices.generated.ts', priceCatalog, {
  name: 'packedPrices',
  comment: 'JSON, compressed by Brotli, in base64: every app that traces carries it.',
  text: brotliCompressSync(JSON.stringify(priceCatalog)).toString('base64'),
});
const modelCatalog = {
  asOf: data.generatedAt,
  sources: data.sources,
  chosenBy: data.chosenBy,
  models: mapModels(describeModel),
};
writeModule('models.generated.ts', modelCatalog, {
  name: 'modelsJson',
  comment: 'JSON in a string, so that it is parsed when first used and costs nothing to import.',
  text: JSON.stringify(modelCatalog).replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
});

/** Sources also list ids of other clouds, such as Vertex's with an `@`. */
function isBedrockId(id) {
  return /^[\w.:-]+$/.test(id);
}

/**
 * One source leaves the geographic premium off its one-hour cache writes. Where sources disagree on that price,
 * the one that is twice the input price is taken: so every source that gives both has it.
 */
function correctModel(model) {
  const { disagreements, ...kept } = model;
  const candidates = Object.values(disagreements?.cacheWrite1h ?? {});
  const byRule = candidates.find((price) => Math.abs(price - 2 * model.input) < 0.006 * price);
  const corrected = byRule === undefined ? kept : { ...kept, cacheWrite1h: byRule };
  return { ...corrected, cacheWrite1h: corrected.cacheWrite1h ?? model.cacheWrite1hDerived, disagreements };
}

/** Prices of service tiers are one ratio for all models, so they are not stored; this says when that ends. */
function checkTierRatios(id, model) {
  for (const [tier, ratio] of Object.entries(expectedTierRatios)) {
    const prices = model.serviceTiers?.[tier];
    if (prices && Math.abs(prices.input / model.input - ratio) > 0.01) {
      throw new Error(`${id}: ${tier} is not ${ratio} times the standard price; store tier prices by model.`);
    }
  }
}

function mapAliases() {
  return Object.fromEntries(
    Object.entries(data.aliasesDropped).flatMap(([id, aliases]) => aliases.map((alias) => [alias, id])),
  );
}

function mapModels(describe) {
  return Object.fromEntries(
    Object.entries(models).flatMap(([id, model]) => {
      const description = describe(model);
      return description ? [[id, description]] : [];
    }),
  );
}

/** Undefined for what is not paid by input token: images, queries, seconds of video. */
function describePrices(model) {
  if (!(model.input > 0)) return undefined;
  const standard = listPrices(model);
  return dropEmpty({
    standard,
    longContext: model.longContext?.map((step) => [step.aboveInputTokens, ...listPrices(step)]),
    regions: describeRegions(model, standard),
    // The last entry of a history is the price of today, which is the standard one.
    history: model.priceHistory
      ?.slice(0, -1)
      .map((entry, at) => [model.priceHistory[at + 1].from, ...listPrices(entry)]),
  });
}

/** By the metric that counts them. */
function describePieces({ other = {} }) {
  const pieces = dropEmpty({
    generated_images: other.outputCostPerImage,
    search_queries: other.inputCostPerQuery,
  });
  return Object.keys(pieces).length > 0 ? pieces : undefined;
}

function describeRegions(model, standard) {
  const regions = Object.entries(model.regionOverrides ?? {}).map(([region, prices]) => [
    region,
    listPrices(prices),
  ]);
  return Object.fromEntries(
    regions.filter(([, prices]) => prices.some((price, at) => price !== standard[at])),
  );
}

/** By position; null for an unknown price, and unknown ones at the end are left out. */
function listPrices(prices) {
  const list = priceFields.map((field) => prices[field] ?? null);
  while (list.at(-1) === null) list.pop();
  return list;
}

function describeModel(model) {
  return dropEmpty({
    name: model.name,
    mode: model.mode,
    contextWindow: model.contextWindow,
    maxOutputTokens: model.maxOutput,
    inputModalities: model.inputModalities,
    supports: model.supports,
    promptCacheMinTokens: model.promptCacheMinTokens,
    unitPrices: model.other,
    deprecationDate: model.deprecationDate,
    sources: model.sources,
    // What each source said of a field on which they differ; the field's own value is the choice.
    disagreements: model.disagreements,
  });
}

function dropEmpty(object) {
  return Object.fromEntries(
    Object.entries(object).filter(
      ([, value]) =>
        value !== undefined && value !== null && (typeof value !== 'object' || Object.keys(value).length > 0),
    ),
  );
}

function writeModule(fileName, content, { name, comment, text }) {
  const code = `// Written by scripts/generate-catalog.mjs from data of ${data.generatedAt}. Do not edit.
// ${data.unit}
// Sources:${Object.entries(data.sources)
    .map(([source, description]) => `\n//   ${source}: ${description}`)
    .join('')}
// Choice: ${data.chosenBy}
/** ${comment} */
export const ${name} =
  '${text}';
`;
  writeFileSync(resolve(root, 'packages/bedrock/src/catalog', fileName), code);
  console.log(`${fileName}: ${Object.keys(content.models).length} models, ${Buffer.byteLength(code)} bytes`);
}
