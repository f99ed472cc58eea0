import type { CalledApi } from '../../recording/call-record.ts';
import type { Fields } from '../../translate/conversation/parse-field.ts';
import type { ClientApiName } from '../../translate/registry.ts';

/** One endpoint at which models are talked to. */
export interface ConversationEndpoint {
  /** The API whose requests, answers and streams are translated. */
  api: ClientApiName;
  calledApi: CalledApi;
  /** For an endpoint that says in other words what `api` says. */
  mapRequest?: (body: Fields) => Fields;
  mapAnswer?: (answer: object) => object;
  /** Of one event's data; undefined leaves the event out. */
  mapPayload?: (payload: object) => object | undefined;
}
