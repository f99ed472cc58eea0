/** How many fields of its own an object from JSON has; quicker than making a list of them. */
export function countFields(value: object): number {
  let count = 0;
  for (const _name in value) count += 1;
  return count;
}
