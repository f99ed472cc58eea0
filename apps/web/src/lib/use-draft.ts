import { useState } from 'react';

/** What was typed into a form, and what is wrong with it. */
export function useDraft<Draft extends object, Problems extends object>(
  build: () => Draft,
  findProblems: (draft: Draft) => Problems,
) {
  const [draft, setDraft] = useState(build);
  const [isChanged, setIsChanged] = useState(false);
  const [isChecked, setIsChecked] = useState(false);
  const problems = findProblems(draft);
  return {
    draft,
    isChanged,
    /** Only once somebody asked for more than typing: an empty form is no mistake yet. */
    problems: (isChecked ? problems : {}) as Partial<Problems>,
    change: (change: Partial<Draft>): void => {
      setDraft((before) => ({ ...before, ...change }));
      setIsChanged(true);
    },
    /** Whether it can be sent; if not, its problems are shown. */
    check: (): boolean => {
      setIsChecked(true);
      return Object.values(problems).every((problem) => problem === undefined);
    },
  };
}
