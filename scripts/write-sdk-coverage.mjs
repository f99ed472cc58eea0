// Writes docs/sdk-coverage.md from what packages/sdk/src/coverage.test.ts recorded.
import { readFileSync, writeFileSync } from 'node:fs';
import { renderPage } from '../packages/sdk/test/coverage/render-page.mjs';

const results = JSON.parse(readFileSync('.cache/sdk-coverage.json', 'utf8'));
writeFileSync('docs/sdk-coverage.md', renderPage(results));
console.log('docs/sdk-coverage.md is written.');
