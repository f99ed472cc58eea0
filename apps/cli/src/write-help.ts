import type { Command, CommandOption } from './command.ts';

const environmentHelp = `Environment
  OUTCROP_API_URL  the server (default http://127.0.0.1:4310)
  OUTCROP_API_KEY  an API key with the scope "admin"`;

const exitCodeHelp = 'Exit code: 0 done, 1 refused or failed, 2 not understood.';

/** What `outcrop --help` says, or `outcrop providers --help` with the commands of that word. */
export function writeOverview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, subject = '', summary }) => [`${name} ${subject}`.trim(), summary]);
  return [
    'Usage: outcrop COMMAND [options]',
    '',
    ...writeRows(rows),
    '',
    'outcrop COMMAND --help tells of one command. All take --json.',
    'In a clone, outcrop is: npm run --silent outcrop --',
    '',
    environmentHelp,
    '',
    exitCodeHelp,
  ].join('\n');
}

export function writeCommandHelp({ name, summary, subject, options, examples }: Command): string {
  const described = Object.entries(options).map(describeOption);
  const rows = [...described, ['--json', 'print JSON'], ['-h, --help', 'print this']];
  return [
    `Usage: outcrop ${[name, subject, '[options]'].filter(Boolean).join(' ')}`,
    '',
    `${summary}.`,
    '',
    ...writeRows(rows),
    '',
    'Examples',
    ...examples.map((example) => `  outcrop ${example}`),
    '',
    environmentHelp,
    '',
    exitCodeHelp,
  ].join('\n');
}

function describeOption([name, { value, help, isRequired, isRepeatable }]: [
  string,
  CommandOption,
]): string[] {
  const notes = [isRequired && 'required', isRepeatable && 'may be repeated'].filter(Boolean);
  return [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    notes.length > 0 ? `${help} (${notes.join(', ')})` : help,
  ];
}

function writeRows(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([left = '']) => left.length));
  return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
}
