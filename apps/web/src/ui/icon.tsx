const paths = {
  llm: 'M8 1.8 9.5 6.5 14.2 8 9.5 9.5 8 14.2 6.5 9.5 1.8 8 6.5 6.5Z',
  tool: 'M10.6 2.2a3.6 3.6 0 0 0-3.9 4.9L2.4 11.4a1.5 1.5 0 0 0 2.2 2.2l4.3-4.3a3.6 3.6 0 0 0 4.9-3.9L11.6 7.5 9.2 6.8 8.5 4.4Z',
  task: 'M2.2 5.2 8 2.2l5.8 3L8 8.2ZM2.2 8.2l5.8 3 5.8-3M2.2 11.1l5.8 3 5.8-3',
  function:
    'M6 2.5C4 2.5 4.5 5 4.5 6S4 8 2.5 8C4 8 4.5 9 4.5 10s-.5 3.5 1.5 3.5M10 2.5c2 0 1.5 2.5 1.5 3.5s.5 2 2 2c-1.5 0-2 1-2 2s.5 3.5-1.5 3.5',
  eval: 'M2.5 8.5 6 12l7.5-8',
  score: 'M3 13V9M8 13V3M13 13V6.5',
  error: 'M8 4.8v4M8 11.2v.1M8 1.8 14.6 13.5H1.4Z',
  copy: 'M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z',
  check: 'M3 8.5 6.5 12 13 4.5',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-1 1M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l1-1',
  chevron: 'm6 3.5 4.5 4.5L6 12.5',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z',
  system: 'M2 3h12v8H2ZM5.5 13.5h5',
  key: 'M10.3 9.3a3.6 3.6 0 1 0-3.6-3.6c0 .4.1.8.2 1.2L2.2 11.6v2.2h2.3v-1.6h1.6v-1.6h1.3l1.7-1.5c.4.1.8.2 1.2.2ZM11.3 4.7v.1',
  plug: 'M5.5 1.8v3.4M10.5 1.8v3.4M3.5 5.2h9v2.3a4.5 4.5 0 0 1-9 0ZM8 12v2.4',
  close: 'm3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4',
  keyboard: 'M1.5 4h13v8h-13ZM4 6.7v.1M6.7 6.7v.1M9.3 6.7v.1M12 6.7v.1M4.8 9.5h6.4',
  image: 'M2 3h12v10H2ZM2 11l3.5-3.5 3 3 2-2L14 12M10.5 6v.1',
  document: 'M3.5 1.8h6l3 3v9.4h-9ZM9.5 1.8v3h3M5.5 8h5M5.5 10.8h5',
  media: 'M2 3.5h12v9H2ZM6.7 6v4l3.3-2Z',
  thinking: 'M8 2a4.3 4.3 0 0 0-2.4 7.9V12h4.8V9.9A4.3 4.3 0 0 0 8 2ZM6.2 14.2h3.6',
  shield: 'M8 1.8 13.2 4v3.8c0 3.2-2.2 5.3-5.2 6.5-3-1.2-5.2-3.3-5.2-6.5V4Z',
  cache:
    'M8 2c3.3 0 5.5 1 5.5 2.2S11.3 6.5 8 6.5 2.5 5.5 2.5 4.2 4.7 2 8 2ZM2.5 4.2v7.6C2.5 13 4.7 14 8 14s5.5-1 5.5-2.2V4.2M2.5 8c0 1.2 2.2 2.2 5.5 2.2s5.5-1 5.5-2.2',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3l3.5 3.5',
  up: 'M8 13V3M3.8 7.2 8 3l4.2 4.2',
  play: 'M4.5 2.8v10.4L13 8Z',
  settings:
    'M2.5 4.5h6M12 4.5h1.5M2.5 11.5H4M7.5 11.5h6M10.2 2.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6ZM5.8 9.7a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6Z',
  cloud: 'M4.6 12.6a3 3 0 0 1-.4-6 4 4 0 0 1 7.7.8 2.6 2.6 0 0 1-.3 5.2Z',
  history: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2ZM8 5v3.2l2.2 1.4',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3.5 8h9',
  edit: 'm2.8 13.2.7-3 7-7 2.3 2.3-7 7Z',
  trash: 'M2.5 4.2h11M6 4.2V2.5h4v1.7M4 4.2l.6 9.3h6.8l.6-9.3M6.6 7v4M9.4 7v4',
} as const;

export type IconName = keyof typeof paths;

/** Decoration: the words beside it, or the label of its button, carry the meaning. */
export function Icon({ name, size = 14 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={name === 'llm' || name === 'play' ? 'currentColor' : 'none'}
      stroke={name === 'llm' || name === 'play' ? 'none' : 'currentColor'}
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
