import { readFileSync } from 'node:fs';

// Prints "<passed> <failed>"; a test file that could not even be loaded counts as one failure.
const report = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const broken = report.testResults.filter(
  (file) => file.status === 'failed' && file.assertionResults.length === 0,
);
console.log(`${report.numPassedTests} ${report.numFailedTests + broken.length}`);
