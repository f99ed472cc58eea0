import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Where the SDK changed under an instrumentation: the oldest supported one, then one before and one after each change. */
export const olderVersions = [
  { version: '3.600.0', why: 'the oldest that is supported' },
  { version: '3.797.0', why: 'the last with HTTP/1.1 by default' },
  { version: '3.798.0', why: 'the first with HTTP/2 by default' },
  { version: '3.939.0', why: 'the last with generated serializers' },
  { version: '3.940.0', why: 'the first with schemas' },
  { version: '3.1045.0', why: 'the last on `@smithy/smithy-client`' },
  { version: '3.1046.0', why: 'the first on `@smithy/core/client`' },
];

/** The folder whose `node_modules` has that version; `scripts/install-sdk-versions.mjs` fills it. */
export function findSdkFolder(version) {
  return path.join(repository, '.cache/aws-sdk', version);
}

export function isInstalled(version) {
  return existsSync(
    path.join(findSdkFolder(version), 'node_modules/@aws-sdk/client-bedrock-runtime/package.json'),
  );
}
