import { useState } from 'react';

import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { applyTheme, readTheme, themes } from './theme.ts';

const icons = { system: 'system', light: 'sun', dark: 'moon' } as const;

export function ThemeToggle() {
  const [theme, setTheme] = useState(readTheme);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  const label = `Theme: ${theme}. Change to ${next}`;
  return (
    <Button
      look="quiet"
      aria-label={label}
      title={label}
      onClick={() => {
        applyTheme(next);
        setTheme(next);
      }}
    >
      <Icon name={icons[theme]} size={15} />
    </Button>
  );
}
