import { ask } from '../../calls.js';

// oxlint-disable-next-line import/no-default-export -- what a route of the Pages Router is
export default async function handler(_request, response) {
  response.json(await ask());
}
