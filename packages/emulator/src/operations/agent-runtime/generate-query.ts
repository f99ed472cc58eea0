import { asObject, asString } from '../../json.ts';
import { invalidRequest } from '../../service-error.ts';
import { jsonAnswer } from '../operation.ts';
import type { EmulatedOperation } from '../operation.ts';
import { parseJsonBody } from '../parse-body.ts';

export const generateQuery: EmulatedOperation = {
  name: 'GenerateQuery',
  method: 'POST',
  path: /^\/generateQuery$/u,
  answer({ request }) {
    const body = parseJsonBody(request.body);
    if (asString(asObject(body.queryGenerationInput).text) === '') {
      throw invalidRequest(
        "Value at 'queryGenerationInput.text' failed to satisfy constraint: Member must not be empty",
      );
    }
    const sql =
      'SELECT customer_id, SUM(amount) AS total FROM orders GROUP BY customer_id ORDER BY total DESC LIMIT 10';
    return jsonAnswer({ queries: [{ sql, type: 'REDSHIFT_SQL' }] });
  },
};
