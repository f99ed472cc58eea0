/** Any value `JSON.stringify` keeps whole. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
  [key: string]: JsonValue;
}

/** Values nested deeper than this are refused by the server, whose readers walk them recursively. */
export const maxValueDepth = 100;
