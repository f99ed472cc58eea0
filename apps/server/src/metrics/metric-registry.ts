/** `labels` are those of `formatLabels`: who counts often puts them together once. */
export interface Counter {
  add(labels: string, amount?: number): void;
}

export interface Histogram {
  observe(labels: string, value: number): void;
}

export interface MetricDefinition {
  /** With its unit at the end, as Prometheus asks. */
  name: string;
  help: string;
}

/** Metrics in Prometheus' text format 0.0.4. https://prometheus.io/docs/instrumenting/exposition_formats/ */
export class MetricRegistry {
  readonly #writers: (() => string[])[] = [];

  createCounter(definition: MetricDefinition): Counter {
    const values = new Map<string, number>();
    this.#writers.push(() => [
      ...writeHead(definition, 'counter'),
      ...[...values].map(([labels, value]) => writeSample(definition.name, labels, value)),
    ]);
    return {
      add(labels, amount = 1) {
        values.set(labels, (values.get(labels) ?? 0) + amount);
      },
    };
  }

  /** Asked for its value when it is read. */
  addGauge(definition: MetricDefinition & { type?: 'gauge' | 'counter' }, read: () => number): void {
    this.#writers.push(() => [
      ...writeHead(definition, definition.type ?? 'gauge'),
      writeSample(definition.name, '', read()),
    ]);
  }

  /** `bounds`: upper ends of the buckets, ascending. */
  createHistogram(definition: MetricDefinition & { bounds: readonly number[] }): Histogram {
    const { name, bounds } = definition;
    const series = new Map<string, { counts: number[]; sum: number; count: number }>();
    this.#writers.push(() => [
      ...writeHead(definition, 'histogram'),
      ...[...series].flatMap(([labels, { counts, sum, count }]) => {
        let below = 0;
        const separator = labels === '' ? '' : ',';
        const buckets = bounds.map((bound, index) => {
          below += counts[index] ?? 0;
          return writeSample(`${name}_bucket`, `${labels}${separator}le="${bound}"`, below);
        });
        return [
          ...buckets,
          writeSample(`${name}_bucket`, `${labels}${separator}le="+Inf"`, count),
          writeSample(`${name}_sum`, labels, sum),
          writeSample(`${name}_count`, labels, count),
        ];
      }),
    ]);
    return {
      observe(labels, value) {
        let entry = series.get(labels);
        if (!entry) series.set(labels, (entry = { counts: bounds.map(() => 0), sum: 0, count: 0 }));
        const index = bounds.findIndex((bound) => value <= bound);
        if (index !== -1) entry.counts[index] = (entry.counts[index] ?? 0) + 1;
        entry.sum += value;
        entry.count += 1;
      },
    };
  }

  write(): string {
    return `${this.#writers.flatMap((write) => write()).join('\n')}\n`;
  }
}

function writeHead({ name, help }: MetricDefinition, type: string): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

function writeSample(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${value}` : `${name}{${labels}} ${value}`;
}

/** Labels as they stand between the braces of a sample. */
export function formatLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
