import type { DefNode } from "@millrace/mql";
import type { Answer } from "./answer.ts";
import type { StoredProject } from "./projects/repository.ts";
import type { Query } from "./query.ts";
import type { OperationId } from "./routing.ts";

/** A request whose caller, project and version are settled. */
export interface Call {
  project: StoredProject;
  /** Path parameters, decoded. */
  parameters: Readonly<Record<string, string>>;
  query: Query;
  /** The body; undefined if it was empty. */
  body: DefNode | undefined;
}

/** Does what an operation does. Throws ApiError. */
export type Operation = (call: Call) => Promise<Answer>;

/** The operations of one resource. What no resource brings along is answered with RESOURCE_NOT_FOUND. */
export type Operations = Partial<Record<OperationId, Operation>>;
