// Records five megabytes and ends as it is told to.
import { initLogger, startSpan } from 'outcrop';

initLogger({ projectName: 'attachments' });
const span = startSpan('work');
span.log({ input: { file: Buffer.alloc(5_000_000, process.argv[3]) } });
span.end();
if (process.argv[2] === 'exit') process.exit(3);
