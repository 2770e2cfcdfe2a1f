import type { Compiled } from "@millrace/mql";
import { ProcessorError } from "../errors.ts";

/** The compiled thing of a pipeline that was checked before. Throws what the check would have said. */
export function compiled<T>(result: Compiled<T>): T {
  if (result.ok) return result.value;
  const [problem] = result.problems;
  throw new ProcessorError(9, "user-fatal", problem ? `${problem.pointer}: ${problem.message}` : "the pipeline is wrong");
}
