import { createContext } from 'react';

/** How the reader wants the texts of messages: rendered, or character by character. */
export type TextStyle = 'markdown' | 'text';

export const TextStyleContext = createContext<TextStyle>('markdown');
