// A primary and two workers of a cluster: each records spans of its own.
import cluster from 'node:cluster';
import { initLogger, traced } from 'outcrop';

initLogger({ projectName: 'cluster' });
const name = cluster.isPrimary ? 'primary' : `worker ${cluster.worker.id}`;
for (let index = 0; index < 20; index += 1) traced(() => undefined, { name });
if (cluster.isPrimary) {
  cluster.fork();
  cluster.fork();
} else {
  cluster.worker.disconnect();
}
