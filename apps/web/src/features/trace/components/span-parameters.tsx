import type { Span } from '@outcrop/protocol';

import { formatCounted } from '../../../lib/format-number.ts';
import type { JsonValue } from '../../../lib/json-value.ts';
import { JsonText } from '../../json/components/json-text.tsx';
import { groupParameters, readTools, type ToolDefinition } from '../layout/parameter-groups.ts';
import styles from './fact-list.module.css';

function Value({ value }: { value: JsonValue }) {
  if (typeof value === 'string') return value === '' ? <i>empty</i> : value;
  if (typeof value !== 'object' || value === null) return String(value);
  return <JsonText value={value} />;
}

function Tool({ tool }: { tool: ToolDefinition }) {
  return (
    <details className={styles.tool}>
      <summary className={styles.toolName}>
        <code>{tool.name}</code>
        {tool.description !== undefined && <span className={styles.toolAbout}>{tool.description}</span>}
      </summary>
      <JsonText value={tool.schema} />
    </details>
  );
}

const notes: Record<string, string> = {
  provider: 'whose API the app speaks',
  service: 'who runs the model',
  provider_name: 'who of the settings answered',
};

export function SpanParameters({ span }: { span: Span }) {
  const tools = readTools(span.metadata);
  const identity: [string, JsonValue][] = [
    ['trace_id', span.trace_id],
    ['span_id', span.span_id],
    ['service', span.service],
    ['sdk', span.sdk],
    ['tags', span.tags.join(', ') || null],
  ];
  const groups = [
    ...groupParameters(span.metadata),
    { title: 'Span', entries: identity.filter(([, value]) => value !== null) },
  ];
  return (
    <>
      {groups.map(({ title, entries }) => (
        <section key={title} className={styles.group}>
          <h3 className={styles.title}>{title}</h3>
          <dl className={styles.list}>
            {entries.map(([name, value]) => (
              <div key={name} className={styles.entry}>
                <dt className={styles.name}>{name}</dt>
                <dd className={styles.value}>
                  <Value value={value} />
                  {Object.hasOwn(notes, name) && <span className={styles.share}>{notes[name]}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {tools.length > 0 && (
        <section className={styles.group}>
          <h3 className={styles.title}>{formatCounted(tools.length, 'tool')} offered</h3>
          {tools.map((tool) => (
            <Tool key={tool.name} tool={tool} />
          ))}
        </section>
      )}
    </>
  );
}
