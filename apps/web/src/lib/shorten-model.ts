const regionPrefix = /^(?:us|eu|apac|jp|au|ca|sa|me|af|us-gov|global)\./;
const version = /(?:-\d{8})?(?:-v\d+)?(?::\d+)?(?::\d+k)?$/;

/** "us.anthropic.claude-sonnet-4-5-20250929-v1:0" → "claude-sonnet-4-5"; of an ARN, its last part. */
export function shortenModel(model: string): string {
  const name = model.startsWith('arn:') ? (model.split('/').at(-1) ?? model) : model;
  const short = name
    .replace(regionPrefix, '')
    .replace(/^[a-z0-9]+\./, '')
    .replace(version, '');
  return short === '' ? model : short;
}
