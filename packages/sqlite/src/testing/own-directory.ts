import { acquireDataDirectory } from '../data-directory.ts';

// Run by data-directory.test.ts: owns the directory until it is killed, or says why it cannot.
const [directory = '', url] = process.argv.slice(2);
try {
  acquireDataDirectory(directory, { url });
  console.log('owned');
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
