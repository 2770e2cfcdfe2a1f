import { invalid } from "./errors.ts";

const pattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const processorPattern = /^(?!__)[A-Za-z0-9_-]{1,64}$/;

/** Throws VALIDATION_ERROR unless a workspace or connection may have this name (admin-api.md 9.1). */
export function checkName(kind: "workspace" | "connection", name: string): void {
  if (!pattern.test(name)) {
    throw invalid(`a ${kind} name has 1 to 64 ASCII letters, digits, '-' or '_', and begins with a letter or digit`);
  }
}

/** Throws VALIDATION_ERROR unless a processor may have this name. */
export function checkProcessorName(name: string): void {
  if (!processorPattern.test(name)) {
    throw invalid("a processor name has 1 to 64 ASCII letters, digits, '-' or '_', and does not begin with '__'");
  }
}
