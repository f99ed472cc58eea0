/** https://platform.openai.com/docs/api-reference/responses/object; every field may be missing. */
export interface ResponsesBody {
  status?: string;
  error?: unknown;
  incomplete_details?: { reason?: string } | null;
  output?: ResponsesOutputItem[];
  usage?: unknown;
  service_tier?: string | null;
}

export interface ResponsesOutputItem {
  type?: string;
  /** Of a message, and of reasoning that is shown whole. */
  content?: { text?: string; refusal?: string }[] | null;
  summary?: { text?: string }[];
  call_id?: string;
  name?: string;
  arguments?: string;
}

/** https://platform.openai.com/docs/api-reference/responses-streaming */
export interface ResponsesEvent {
  type?: string;
  output_index?: number;
  delta?: string;
  item?: ResponsesOutputItem;
  response?: ResponsesBody;
}
