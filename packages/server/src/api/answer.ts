import type { Page } from "./query.ts";

/** What an operation answers with; status and media type follow from the route table. */
export type Answer =
  /** One entity. `path` is where it can be read; it becomes its link (admin-api.md 13.26). */
  | { kind: "entity"; body: object; path: string }
  /** A page of a list. Without `total` the answer has no `totalCount`. */
  | { kind: "list"; results: readonly object[]; page: Page; total: number; showTotal: boolean }
  /** Lines of text, sent gzipped under a file's name. */
  | { kind: "file"; name: string; content: AsyncIterable<string> }
  /** A body of `{}`, or none for 204. */
  | { kind: "nothing" };

/** An answer whose body is JSON. */
type JsonAnswer = Exclude<Answer, { kind: "file" }>;

export const nothing: Answer = { kind: "nothing" };

export function entity(path: string, body: object): Answer {
  return { kind: "entity", body, path };
}

export function list(results: readonly object[], page: Page, total: number, showTotal = true): Answer {
  return { kind: "list", results, page, total, showTotal };
}

/** How the caller wants bodies (admin-api.md 5). */
export interface Wishes {
  envelope: boolean;
  pretty: boolean;
}

/**
 * The body of an answer, before it is written.
 * @param base public URL of the server, without a slash at the end
 * @param listPath path of the request, for the links of lists
 */
export function bodyOf(answer: JsonAnswer, base: string, listPath: string): object {
  switch (answer.kind) {
    case "nothing":
      return {};
    case "entity":
      return { ...answer.body, links: [{ href: base + answer.path, rel: "self" }] };
    case "list": {
      const { results, page, total, showTotal } = answer;
      const links = pageLinks(base + listPath, page, total);
      return { links, results, totalCount: showTotal ? total : undefined };
    }
  }
}

function pageLinks(url: string, page: Page, total: number): object[] {
  const link = (rel: string, pageNum: number) => ({
    href: `${url}?pageNum=${pageNum}&itemsPerPage=${page.itemsPerPage}`,
    rel,
  });
  const links = [link("self", page.pageNum)];
  if (page.pageNum > 1) links.push(link("previous", page.pageNum - 1));
  if (page.pageNum * page.itemsPerPage < total) links.push(link("next", page.pageNum + 1));
  return links;
}

/** Puts a body into the envelope, if the caller wants one. A list only gets its status beside the results. */
export function enveloped(body: object, status: number, wishes: Wishes): object {
  if (!wishes.envelope) return body;
  return "results" in body ? { ...body, status } : { content: body, status };
}
