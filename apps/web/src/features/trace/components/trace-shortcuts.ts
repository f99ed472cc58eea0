import type { Shortcut } from '../../../ui/shortcut-help.tsx';

export const traceShortcuts: readonly Shortcut[] = [
  { keys: ['j', '↓'], does: 'Next span' },
  { keys: ['k', '↑'], does: 'Previous span' },
  { keys: ['←', '→'], does: 'Collapse, expand' },
  { keys: ['[', ']'], does: 'Collapse all, expand all' },
  { keys: ['e'], does: 'Next error' },
  { keys: ['z', '0'], does: 'Zoom to the span, show the whole trace' },
  { keys: ['1', '2', '3', '4'], does: 'Conversation, parameters, metrics, JSON' },
  { keys: ['/', 'Enter'], does: 'Find a span, the next one; in the JSON, a value' },
  { keys: ['Esc'], does: 'Back to the traces' },
  { keys: ['?'], does: 'This help' },
];
