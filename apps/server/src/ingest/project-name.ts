import type { OtlpAttributes } from './otlp-span.ts';

export const defaultProject = 'default';
export const maxProjectNameLength = 200;

/** "." and ".." vanish from a URL's path, so such a project could not be opened. */
export function isProjectName(name: string): boolean {
  return name.trim() !== '' && name !== '.' && name !== '..' && name.length <= maxProjectNameLength;
}

/** OpenTelemetry's SDKs name a service that nobody named `unknown_service:node`. */
export function findServiceProject(resource: OtlpAttributes): string | undefined {
  const service = resource.get('service.name');
  return typeof service === 'string' && !service.startsWith('unknown_service') ? service : undefined;
}
