import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { MetricRegistry } from './metric-registry.ts';

/** The names are those of Prometheus' own clients, where they have one. */
export function addProcessMetrics(registry: MetricRegistry): { close(): void } {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  registry.addGauge(
    { name: 'process_cpu_seconds_total', help: 'CPU time, user and system.', type: 'counter' },
    () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
  );
  registry.addGauge({ name: 'process_resident_memory_bytes', help: 'Resident memory.' }, () =>
    process.memoryUsage.rss(),
  );
  registry.addGauge(
    { name: 'process_start_time_seconds', help: 'Start of the process, since the Unix epoch.' },
    () => performance.timeOrigin / 1000,
  );
  registry.addGauge(
    { name: 'nodejs_eventloop_lag_p99_seconds', help: 'How late the event loop is, since the last reading.' },
    () => {
      const seconds = delay.percentile(99) / 1e9;
      delay.reset();
      return seconds;
    },
  );
  return { close: () => delay.disable() };
}
