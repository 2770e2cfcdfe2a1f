/** Names of the error codes that evaluation and conversion use, as drivers print them. Other codes are called `Location<code>`. */
const codeNames: ReadonlyMap<number, string> = new Map([
  [1, "InternalError"],
  [2, "BadValue"],
  [9, "FailedToParse"],
  [14, "TypeMismatch"],
  [15, "Overflow"],
  [22, "InvalidBSON"],
  [28, "PathNotViable"],
  [66, "ImmutableField"],
  [139, "JSInterpreterFailure"],
  [241, "ConversionFailure"],
]);

/**
 * An error of evaluating, decoding or converting one document. It concerns this document only: the engine sends the
 * document to the dead letters and goes on.
 */
export class MqlError extends Error {
  override readonly name = "MqlError";
  readonly code: number;
  readonly codeName: string;
  /** Where in the definition evaluation failed: a JSON pointer, set by the compiler. */
  pointer?: string;

  /** `code`: as the database's manual and drivers give it; 9 for text that cannot be read, 22 for malformed BSON. */
  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.codeName = codeNames.get(code) ?? `Location${code}`;
  }
}
