import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The gateway has a core to itself, where the machine can be told so; load and upstream share the other. */
const gatewayCore = 0;
const otherCore = 1;

const canPin =
  availableParallelism() > 1 && spawnSync('taskset', ['--version'], { stdio: 'ignore' }).status === 0;

/** Starts a gateway on its core. */
export function spawnGateway(
  args: readonly string[],
  { env, isQuiet = false }: { env: Record<string, string>; isQuiet?: boolean },
): ChildProcess {
  const command = canPin ? ['taskset', '-c', String(gatewayCore), process.execPath] : [process.execPath];
  const child = spawn(command[0]!, [...command.slice(1), ...args], {
    // An npm or a bench that is itself run with conditions must not change what is measured.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'ignore', isQuiet ? 'ignore' : 'inherit'],
  });
  return child;
}

/** Starts one of the bench's own programs on the other core, and gives its first message. */
export async function forkBeside(file: string): Promise<{ child: ChildProcess; first: unknown }> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)));
  if (canPin)
    spawnSync('taskset', ['-a', '-p', '-c', String(otherCore), String(child.pid)], { stdio: 'ignore' });
  const [first] = (await once(child, 'message')) as [unknown];
  return { child, first };
}

/** Resident memory in MB; undefined where the system does not tell. */
export function readResidentMb(pid: number | undefined): number | undefined {
  try {
    const [line] = /^VmRSS:\s+\d+/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return line === undefined ? undefined : Number(line.split(/\s+/)[1]) / 1024;
  } catch {
    return undefined;
  }
}

/** Milliseconds of CPU that all threads of the process have had; undefined where the system does not tell. */
export function readCpuMs(pid: number | undefined): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold spaces: utime and stime are the 12th and 13th, in hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

/** Asks until somebody answers. */
export async function waitUntilUp(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (child.exitCode !== null) break;
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} did not come up`);
}

export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks it to end, and waits until it has. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}
