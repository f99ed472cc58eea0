import { readStoredValue, writeStoredValue } from '../../lib/stored-value.ts';

export function readLastProject(): string | undefined {
  return readStoredValue('last-project');
}

export function writeLastProject(project: string): void {
  writeStoredValue('last-project', project);
}
