import { Tabs } from '../../../ui/tabs.tsx';
import { type TraceLens, traceLenses } from '../trace-lens.ts';

interface LensTabsProps {
  lens: TraceLens;
  /** What is no model call has an input and an output, not a conversation. */
  isModelCall: boolean;
  onChange: (lens: TraceLens) => void;
}

const labels = {
  conversation: 'Conversation',
  parameters: 'Parameters',
  metrics: 'Metrics',
  json: 'JSON',
} as const;

export function LensTabs({ lens, isModelCall, onChange }: LensTabsProps) {
  return (
    <Tabs
      label="Ways to see the span"
      panelId="lens"
      selected={lens}
      onSelect={onChange}
      tabs={traceLenses.map((name, index) => ({
        name,
        label: name === 'conversation' && !isModelCall ? 'Input & output' : labels[name],
        title: `${labels[name]} (${index + 1})`,
      }))}
    />
  );
}
