import { type PointerEvent, type ReactNode, useRef, useState } from 'react';

import { formatDuration } from '../../../lib/format-time.ts';
import { Button } from '../../../ui/button.tsx';
import { listTicks, placeTick, type TimeScale, type TimeWindow } from '../layout/time-scale.ts';
import styles from './time-axis.module.css';

interface TimeAxisProps {
  scale: TimeScale;
  /** Above the names. */
  search: ReactNode;
  isZoomed: boolean;
  /** Undefined shows the whole trace. */
  onZoom: (window: TimeWindow | undefined) => void;
}

const mostTicks = 5;
// To the right of this a label would be cut.
const lastLabel = 0.9;
/** Less than this share of the width was a click, not a choice. */
const leastDrag = 0.01;

interface Drag {
  /** Fractions of the width. */
  from: number;
  to: number;
}

function percent(fraction: number): string {
  return `${(fraction * 100).toFixed(3)}%`;
}

/** The scale above the bars. Dragging over it zooms in; the keys do the same. */
export function TimeAxis({ scale, search, isZoomed, onZoom }: TimeAxisProps) {
  const box = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<Drag>();

  function findFraction(event: PointerEvent): number {
    const { left, width } = box.current?.getBoundingClientRect() ?? { left: 0, width: 1 };
    return Math.min(1, Math.max(0, (event.clientX - left) / width));
  }

  function handleUp(): void {
    setDrag(undefined);
    if (!drag || Math.abs(drag.to - drag.from) < leastDrag) return;
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    onZoom({ start: scale.start + from * scale.length, end: scale.start + to * scale.length });
  }

  return (
    <div className={styles.axis}>
      <span className={styles.label}>
        {search}
        {isZoomed && (
          <Button look="quiet" title="Show the whole trace (0)" onClick={() => onZoom(undefined)}>
            Whole trace
          </Button>
        )}
      </span>
      <div
        ref={box}
        className={styles.ticks}
        aria-hidden="true"
        title="Drag to zoom in"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = findFraction(event);
          setDrag({ from: at, to: at });
        }}
        onPointerMove={(event) => setDrag((old) => old && { ...old, to: findFraction(event) })}
        onPointerUp={handleUp}
        onPointerCancel={() => setDrag(undefined)}
        onDoubleClick={() => onZoom(undefined)}
      >
        {listTicks(scale, mostTicks).map((tick) => (
          <span key={tick} className={styles.tick} style={{ left: percent(placeTick(scale, tick)) }}>
            {placeTick(scale, tick) < lastLabel && formatDuration(tick).replace(/\.0+ /, ' ')}
          </span>
        ))}
        {drag && (
          <span
            className={styles.drag}
            style={{
              left: percent(Math.min(drag.from, drag.to)),
              width: percent(Math.abs(drag.to - drag.from)),
            }}
          />
        )}
      </div>
    </div>
  );
}
