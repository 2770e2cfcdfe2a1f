import { ApiError } from "./errors.ts";

/** What an operation can answer with. */
export interface Offer {
  /** Dates of its resource versions, ascending. */
  versions: readonly string[];
  format: "json" | "gzip";
}

const mediaRange = /^application\/vnd\.atlas\.(\d{4}-\d{2}-\d{2})\+(json|gzip)$/i;

/**
 * The version of an operation that an Accept header asks for: the newest that is not later than the date.
 * The first entry of a list that resolves wins (admin-api.md 4.1). Throws INVALID_VERSION_DATE.
 */
export function negotiate(accept: string | undefined, offer: Offer): string {
  for (const entry of (accept ?? "").split(",")) {
    const [, date, format] = mediaRange.exec(entry.split(";", 1)[0]!.trim()) ?? [];
    if (date === undefined || format!.toLowerCase() !== offer.format || !isDate(date)) continue;
    const version = offer.versions.findLast((candidate) => candidate <= date);
    if (version !== undefined) return version;
  }
  throw new ApiError("INVALID_VERSION_DATE");
}

/** Whether a text of the form YYYY-MM-DD is a day of the calendar. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const requestType = /^application\/(?:json|vnd\.atlas\.\d{4}-\d{2}-\d{2}\+json)$/i;

/** Whether a body of this Content-Type is read; its date does not matter (admin-api.md 4.3). */
export function isReadable(contentType: string | undefined): boolean {
  return requestType.test((contentType ?? "").split(";", 1)[0]!.trim());
}
