// Installs the older versions of the AWS SDK that the SDK's tests drive into .cache, unless they are there.
import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findSdkFolder, isInstalled, olderVersions } from '../packages/sdk/test/coverage/sdk-versions.mjs';

const npmOptions = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error', '--prefer-offline'];

for (const { version } of olderVersions) {
  if (isInstalled(version)) continue;
  const folder = findSdkFolder(version);
  // Moved into place when whole, so that an interrupted install is not taken for one.
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  writeFileSync(path.join(unfinished, 'package.json'), '{ "private": true }\n');
  console.log(`installing @aws-sdk/client-bedrock-runtime ${version}`);
  execFileSync('npm', ['install', ...npmOptions, `@aws-sdk/client-bedrock-runtime@${version}`], {
    cwd: unfinished,
    stdio: 'inherit',
  });
  renameSync(unfinished, folder);
}
