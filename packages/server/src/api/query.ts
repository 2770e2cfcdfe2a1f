import { ApiError } from "./errors.ts";

/** Query parameters by name; a name given twice has several values. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** A parameter that may be given once. Throws INVALID_QUERY_PARAMETER if there are more. */
function single(query: Query, name: string): string | undefined {
  const value = Object.hasOwn(query, name) ? query[name] : undefined;
  if (Array.isArray(value)) throw new ApiError("INVALID_QUERY_PARAMETER", [name]);
  return value;
}

/** Throws MISSING_QUERY_PARAMETER unless the parameter has a text. */
export function requiredText(query: Query, name: string): string {
  const value = single(query, name);
  if (value === undefined || value === "") throw new ApiError("MISSING_QUERY_PARAMETER", [name]);
  return value;
}

/** `true` or `false`; anything else is INVALID_QUERY_PARAMETER. */
export function flag(query: Query, name: string, otherwise: boolean): boolean {
  const value = single(query, name);
  if (value === undefined) return otherwise;
  if (value !== "true" && value !== "false") throw new ApiError("INVALID_QUERY_PARAMETER", [name]);
  return value === "true";
}

function whole(query: Query, name: string, otherwise: number, maximum: number): number {
  const value = single(query, name);
  if (value === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : 0;
  if (number < 1 || number > maximum) throw new ApiError("INVALID_QUERY_PARAMETER", [name]);
  return number;
}

/** The earliest time that a log may be asked for, and the last that dates can tell. */
const EARLIEST = 1_199_145_600;
const LATEST = 253_402_300_799;

/** Seconds since 1970. Throws INVALID_QUERY_PARAMETER for anything else. */
export function epochSeconds(query: Query, name: string): number | undefined {
  const value = single(query, name);
  if (value === undefined || value === "") return undefined;
  const seconds = /^\d{1,12}$/.test(value) ? Number(value) : 0;
  if (seconds < EARLIEST || seconds > LATEST) throw new ApiError("INVALID_QUERY_PARAMETER", [name]);
  return seconds;
}

/** A text; undefined if it is absent or empty. */
export function text(query: Query, name: string): string | undefined {
  return single(query, name) || undefined;
}

/** A page of a list (admin-api.md 5). */
export interface Page {
  pageNum: number;
  itemsPerPage: number;
  offset: number;
  limit: number;
}

export function page(query: Query): Page {
  const itemsPerPage = whole(query, "itemsPerPage", 100, 500);
  const pageNum = whole(query, "pageNum", 1, 999_999_999);
  return { pageNum, itemsPerPage, offset: (pageNum - 1) * itemsPerPage, limit: itemsPerPage };
}
