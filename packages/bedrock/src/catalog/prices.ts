import { parseModelId } from '../model-id/parse-model-id.ts';
import { findCatalogId } from './find-catalog-id.ts';
import { packedPrices } from './prices.generated.ts';

/** US dollars per million tokens: input, output, cache read, cache write of 5 minutes, cache write of 1 hour. */
type PriceList = (number | null)[];

/** How the catalog file holds a model's prices. */
interface StoredPrices {
  standard: PriceList;
  /** Above so many input tokens, cache included, these prices hold for the whole call. */
  longContext?: [aboveInputTokens: number, ...prices: PriceList][];
  regions?: Record<string, PriceList>;
  /** Until that day, oldest first. */
  history?: [until: string, ...prices: PriceList][];
}

interface PriceCatalog {
  asOf: string;
  aliases: Record<string, string>;
  models: Record<string, StoredPrices>;
  /** US dollars apiece, by the metric that counts the pieces. */
  pieces: Record<string, PiecePrices>;
}

export type PiecePrices = Partial<Record<'generated_images' | 'search_queries', number>>;

/** US dollars per million tokens. Absent means unknown. */
export interface TokenPrices {
  input?: number;
  output?: number;
  cacheRead?: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
}

export interface FindPricesOptions {
  /** A model or profile id, or an ARN that names one. */
  model: string;
  /** Where the call went; an ARN's own Region unless given. */
  region?: string;
  /** Which day's prices; today's unless given. */
  at?: Date;
  /** All input tokens of the call, cache reads and writes included. */
  totalInputTokens?: number;
}

let catalog: PriceCatalog | undefined;

/** The standard-tier prices of a call; undefined when the catalog does not know the model. */
export function findPrices({
  model,
  region,
  at,
  totalInputTokens = 0,
}: FindPricesOptions): TokenPrices | undefined {
  const stored = findStoredPrices(model);
  if (!stored) return undefined;
  const standard = mapPriceList(stored.standard);
  const past = stored.history && findPastPrices(stored.history, at ?? new Date());
  const inRegion = stored.regions?.[region ?? parseModelId(model).region ?? ''];
  const replacement = past ? past.slice(1) : inRegion;
  const step = stored.longContext?.findLast(([above]) => totalInputTokens > above);
  const current = step ? fillCacheWrite1h(mapPriceList(step.slice(1)), standard) : standard;
  return replacement ? scalePrices(current, standard, mapPriceList(replacement)) : current;
}

/** What a model's images or searches cost, in US dollars apiece. */
export function findPiecePrices(model: string): PiecePrices | undefined {
  const { pieces } = readCatalog();
  const listed = findCatalogId(model, (id) => Object.hasOwn(pieces, id));
  return listed === undefined ? undefined : pieces[listed];
}

function findPastPrices(
  history: NonNullable<StoredPrices['history']>,
  at: Date,
): NonNullable<StoredPrices['history']>[number] | undefined {
  const day = at.toISOString().slice(0, 10);
  return history.find(([until]) => day < until);
}

/** The day of the price data, such as `2026-11-23`. */
export function getPricesDate(): string {
  return readCatalog().asOf;
}

/** What was looked up before; an app uses few models, and the bound is for one that makes up ids. */
const foundPrices = new Map<string, StoredPrices | undefined>();
const maxFoundPrices = 500;

function findStoredPrices(model: string): StoredPrices | undefined {
  if (foundPrices.has(model)) return foundPrices.get(model);
  const prices = searchStoredPrices(model);
  if (foundPrices.size < maxFoundPrices) foundPrices.set(model, prices);
  return prices;
}

function searchStoredPrices(model: string): StoredPrices | undefined {
  const { models, aliases } = readCatalog();
  const listed = findCatalogId(model, (id) => Object.hasOwn(models, id) || Object.hasOwn(aliases, id));
  if (listed === undefined) return undefined;
  return models[Object.hasOwn(aliases, listed) ? (aliases[listed] ?? listed) : listed];
}

function readCatalog(): PriceCatalog {
  catalog ??= unpack();
  return catalog;
}

function unpack(): PriceCatalog {
  // Loaded here and not imported: whoever never asks for a price does not pay for it.
  const { brotliDecompressSync } = process.getBuiltinModule('node:zlib');
  return JSON.parse(brotliDecompressSync(Buffer.from(packedPrices, 'base64')).toString()) as PriceCatalog;
}

function mapPriceList(list: readonly (number | string | null)[]): TokenPrices {
  const read = (position: number) => {
    const price = list[position];
    return typeof price === 'number' ? price : undefined;
  };
  return {
    input: read(0),
    output: read(1),
    cacheRead: read(2),
    cacheWrite5m: read(3),
    cacheWrite1h: read(4),
  };
}

/** A step that leaves out the one-hour price keeps its proportion to the five-minute one. */
function fillCacheWrite1h(step: TokenPrices, standard: TokenPrices): TokenPrices {
  return {
    ...step,
    cacheWrite1h:
      step.cacheWrite1h ?? multiply(standard.cacheWrite1h, ratio(step.cacheWrite5m, standard.cacheWrite5m)),
  };
}

/** Moves prices by how the replacement differs from the standard; what it does not give follows the input price. */
function scalePrices(current: TokenPrices, standard: TokenPrices, replacement: TokenPrices): TokenPrices {
  const inputRatio = ratio(replacement.input, standard.input);
  const scale = (field: keyof TokenPrices) =>
    multiply(current[field], ratio(replacement[field], standard[field]) ?? inputRatio);
  return {
    input: multiply(current.input, inputRatio),
    output: scale('output'),
    cacheRead: scale('cacheRead'),
    cacheWrite5m: scale('cacheWrite5m'),
    cacheWrite1h: scale('cacheWrite1h'),
  };
}

function ratio(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || !whole ? undefined : part / whole;
}

function multiply(price: number | undefined, factor: number | undefined): number | undefined {
  return price === undefined || factor === undefined ? undefined : price * factor;
}
