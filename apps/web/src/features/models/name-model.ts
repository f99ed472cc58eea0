/** What clients could call a model: of an ARN the last part, else the id itself. */
export function nameModel(modelId: string): string {
  return modelId.startsWith('arn:') ? (modelId.split(/[/:]/).findLast(Boolean) ?? modelId) : modelId;
}
