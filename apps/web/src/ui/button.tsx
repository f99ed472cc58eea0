import type { ButtonHTMLAttributes } from 'react';

import { classNames } from '../lib/class-names.ts';
import styles from './button.module.css';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: 'solid' | 'outline' | 'quiet' | 'danger';
}

export function Button({ look = 'outline', className, ...rest }: ButtonProps) {
  return <button type="button" className={classNames(styles.button, styles[look], className)} {...rest} />;
}
