/** "promptCaching" → "prompt caching": an ability in words, as the page's are. */
export function describeAbility(ability: string): string {
  return ability.replaceAll('_', ' ').replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
