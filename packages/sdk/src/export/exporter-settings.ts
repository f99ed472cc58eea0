import { reportOnce } from '../report.ts';
import type { Settings } from '../settings.ts';

export type ExporterSettings = Settings & { apiKey: string };

/** The settings when spans can be sent with them; else one line says what is missing. */
export function findExporterSettings(settings: Settings): ExporterSettings | undefined {
  const { apiKey, apiUrl } = settings;
  if (!apiKey) {
    reportMissingKey();
    return undefined;
  }
  if (!URL.canParse(apiUrl)) {
    reportOnce(`OUTCROP_API_URL (or apiUrl) is not a URL: "${apiUrl}". No span is recorded.`);
    return undefined;
  }
  return { ...settings, apiKey };
}

export function reportMissingKey(): void {
  reportOnce('no API key: set OUTCROP_API_KEY or pass apiKey to initLogger. Until then no span is recorded.');
}
