/** Reads a preference of this browser; undefined when there is none or storage is closed to us. */
export function readStoredValue(name: string): string | undefined {
  try {
    return localStorage.getItem(`outcrop.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a preference in this browser; does nothing where storage is closed to us. */
export function writeStoredValue(name: string, value: string): void {
  try {
    localStorage.setItem(`outcrop.${name}`, value);
  } catch {
    // Private windows may refuse; the preference then lasts as long as the page.
  }
}

export function removeStoredValue(name: string): void {
  try {
    localStorage.removeItem(`outcrop.${name}`);
  } catch {
    // As above: then nothing was stored either.
  }
}
