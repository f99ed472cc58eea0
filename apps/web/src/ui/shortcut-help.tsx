import { Dialog } from './dialog.tsx';
import styles from './shortcut-help.module.css';

export interface Shortcut {
  keys: readonly string[];
  does: string;
}

interface ShortcutHelpProps {
  shortcuts: readonly Shortcut[];
  onClose: () => void;
}

export function ShortcutHelp({ shortcuts, onClose }: ShortcutHelpProps) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className={styles.list}>
        {shortcuts.map(({ keys, does }) => (
          <div key={does} className={styles.item}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={styles.key}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
