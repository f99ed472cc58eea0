import { memo, type ReactNode, useMemo } from 'react';

import { ByPosition } from '../../ui/by-position.tsx';
import styles from './markdown.module.css';
import type { Inline } from './parse-inlines.ts';
import { type Block, parseMarkdown } from './parse-markdown.ts';

function renderInline(inline: Inline): ReactNode {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code className={styles.inlineCode}>{inline.text}</code>;
    case 'strong':
      return <strong>{inline.text}</strong>;
    case 'emphasis':
      return <em>{inline.text}</em>;
    case 'strike':
      return <s>{inline.text}</s>;
    case 'link':
      return (
        <a href={inline.address} target="_blank" rel="noopener noreferrer nofollow" title={inline.address}>
          {inline.text}
        </a>
      );
    default:
      return inline satisfies never;
  }
}

function Inlines({ content }: { content: readonly Inline[] }) {
  return <ByPosition items={content}>{renderInline}</ByPosition>;
}

function Table({ header, rows }: { header: Inline[][]; rows: Inline[][][] }) {
  return (
    <div className={styles.tableScroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <ByPosition items={header}>
              {(cell) => (
                <th scope="col">
                  <Inlines content={cell} />
                </th>
              )}
            </ByPosition>
          </tr>
        </thead>
        <tbody>
          <ByPosition items={rows}>{(row) => <TableRow row={row} />}</ByPosition>
        </tbody>
      </table>
    </div>
  );
}

function TableRow({ row }: { row: Inline[][] }) {
  return (
    <tr>
      <ByPosition items={row}>
        {(cell) => (
          <td>
            <Inlines content={cell} />
          </td>
        )}
      </ByPosition>
    </tr>
  );
}

function List({ block }: { block: Extract<Block, { kind: 'list' }> }) {
  const items = (
    <ByPosition items={block.items}>
      {(item) => (
        <li>
          <Blocks blocks={item} />
        </li>
      )}
    </ByPosition>
  );
  return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

function renderBlock(block: Block): ReactNode {
  switch (block.kind) {
    case 'heading':
      return (
        // A heading inside a message must not enter the page's own outline.
        <p className={styles.heading} data-level={block.level}>
          <Inlines content={block.content} />
        </p>
      );
    case 'paragraph':
      return (
        <p className={styles.paragraph}>
          <Inlines content={block.content} />
        </p>
      );
    case 'code':
      return (
        <pre className={styles.code} data-language={block.language || undefined}>
          <code>{block.text}</code>
        </pre>
      );
    case 'list':
      return <List block={block} />;
    case 'quote':
      return (
        <blockquote className={styles.quote}>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'table':
      return <Table header={block.header} rows={block.rows} />;
    case 'rule':
      return <hr className={styles.rule} />;
    default:
      return block satisfies never;
  }
}

function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return <ByPosition items={blocks}>{renderBlock}</ByPosition>;
}

/** Markdown from a trace. Builds React elements only, so no HTML of the text can reach the page. */
export const Markdown = memo(function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div className={styles.markdown}>
      <Blocks blocks={blocks} />
    </div>
  );
});
