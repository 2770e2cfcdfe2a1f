import { type Logger, pino, stdTimeFunctions } from "pino";
import type { Config } from "../config/index.ts";

/** Where log lines go; standard error of a server. */
export interface LogTarget {
  write(text: string): unknown;
  isTTY?: boolean;
}

const levels: Record<number, string> = { 20: "debug", 30: "info ", 40: "warn ", 50: "error", 60: "fatal" };

/**
 * The server's log: one line an event, as JSON for machines or as text for a person at a terminal. Never secrets, never documents.
 * Logging never fails: a line that the target does not take is lost.
 */
export function createLog({ logLevel, logFormat }: Pick<Config, "logLevel" | "logFormat">, target: LogTarget): Logger {
  const text = logFormat === "text" || (logFormat === "auto" && target.isTTY === true);
  const options = { level: logLevel, base: null, timestamp: stdTimeFunctions.isoTime };
  const write = (line: string) => {
    try {
      target.write(text ? readable(line) : line);
    } catch {
      // There is no other place to tell it.
    }
  };
  return pino(options, { write });
}

/** `12:00:01 warn  message name=value …` */
function readable(line: string): string {
  const { time, level, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown> & { level: number };
  const error = err as { stack?: string; message?: string } | undefined;
  const rest = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  const trace = error ? `\n${error.stack ?? error.message}` : "";
  return `${String(time).slice(11, 19)} ${levels[level] ?? level} ${msg ?? ""}${rest.join("")}${trace}\n`;
}
