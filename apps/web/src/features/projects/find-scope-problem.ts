/** What is wrong with the project of a thing that is for one, or for every one. */
export function findScopeProblem(project: string | null): string | undefined {
  return project?.trim() === '' ? 'Name the project, or choose every project.' : undefined;
}
