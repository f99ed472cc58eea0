import type { FirstKey } from './auth/prepare-first-key.ts';
import type { RunningServer } from './start-server.ts';

export interface StartupFacts {
  server: Pick<RunningServer, 'url' | 'signInUrl' | 'firstKey'>;
  dataDirectory: string;
  version: string;
}

/** What the terminal shows once the server answers. The only place that prints secrets. */
export function buildStartupMessage({ server, dataDirectory, version }: StartupFacts): string {
  return `
  Outcrop ${version}

  Data       ${dataDirectory}
  Sign in    ${server.signInUrl}
             (works once, within 15 minutes)

  Your app needs
    OUTCROP_API_URL=${server.url}
    OUTCROP_API_KEY=${describeKey(server.firstKey)}

  Ctrl-C stops the server.
`;
}

function describeKey(firstKey: FirstKey): string {
  switch (firstKey.kind) {
    case 'created':
      return `${firstKey.key}\n    (this key is shown only now; the page makes others under API keys)`;
    case 'chosen':
      return '<the key in OUTCROP_BOOTSTRAP_KEY>';
    case 'exists':
      return '<a key of yours>\n    (the first was shown at the first start; the page makes others under API keys)';
    case 'ignored':
      return (
        '<a key of yours>\n    (OUTCROP_BOOTSTRAP_KEY is NOT one: it is made only at the first start on a data ' +
        'directory,\n    and this one has other keys, or that key was revoked. Make a key on the page, or unset it.)'
      );
    default:
      return firstKey satisfies never;
  }
}
