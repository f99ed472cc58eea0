import { CliError } from './cli-error.ts';

export interface Named {
  id: string | null;
  name: string;
}

export interface NamedQuestion<Item extends Named> {
  /** Such as `provider`. */
  kind: string;
  items: readonly Item[];
  /** What was given: a name or an id. */
  wanted: string;
  /** Tells two of one name apart. */
  describe: (item: Item) => string;
}

/** The one that has the name or the id. Throws when there is none, or more than one. */
export function getNamed<Item extends Named>({ kind, items, wanted, describe }: NamedQuestion<Item>): Item {
  const found = items.find(({ id }) => id === wanted);
  if (found) return found;
  const [first, ...others] = items.filter(({ name }) => name === wanted);
  if (first && others.length === 0) return first;
  if (first) {
    const choices = [first, ...others].map((item) => `\n  ${item.id}  ${describe(item)}`);
    throw new CliError(
      `${choices.length} ${kind}s are called ${JSON.stringify(wanted)}: give the id in place of the name.${choices.join('')}`,
      { code: 'ambiguous_name' },
    );
  }
  throw new CliError(`there is no ${kind} ${JSON.stringify(wanted)}: ${listNames(kind, items)}`, {
    code: 'unknown_name',
  });
}

function listNames(kind: string, items: readonly Named[]): string {
  const names = items.slice(0, 10).map(({ name }) => JSON.stringify(name));
  if (names.length === 0) return `there are none yet, see outcrop ${kind}s add --help`;
  return items.length > names.length
    ? `see outcrop ${kind}s list`
    : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`;
}
