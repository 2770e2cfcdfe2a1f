/** Arguments of `millrace run`. */
export interface RunOptions {
  /** File with an array of stages or a processor definition. */
  pipeline: string;
  /** File with one document a line; standard input if not given. */
  input?: string;
  output: "relaxed" | "canonical" | "basic";
  /** Close the open windows at the end of the input. */
  flush: boolean;
  keepSink?: boolean;
  /** File with connections for a kept sink. */
  connections?: string;
  /** File for dead letters; standard error if not given. */
  dlq?: string;
  stats?: boolean;
}
