import { inputFailure } from "../errors.ts";

/** A processor as commands name it: `WORKSPACE/NAME`. */
export interface ProcessorName {
  workspace: string;
  name: string;
}

/** Throws a `CommandFailure` (exit code 1) for anything but two names with a slash between. */
export function processorName(text: string): ProcessorName {
  const [workspace, name, ...rest] = text.split("/");
  if (!workspace || !name || rest.length > 0)
    throw inputFailure(`${JSON.stringify(text)} names no processor: write WORKSPACE/NAME, such as demo/solar`);
  return { workspace, name };
}
