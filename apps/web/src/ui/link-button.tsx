import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

import { classNames } from '../lib/class-names.ts';
import styles from './button.module.css';

interface AnchorProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  look?: 'solid' | 'outline' | 'quiet';
}

function ButtonAnchor({ look = 'outline', className, ...rest }: AnchorProps) {
  return <a className={classNames(styles.button, styles.link, styles[look], className)} {...rest} />;
}

/** A link that looks like the buttons beside it. */
export const LinkButton = createLink(ButtonAnchor);
