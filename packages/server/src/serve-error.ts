/** Why a server cannot start, in one line for the person at the terminal: exit code 2 (design 8). */
export class ServeError extends Error {
  override readonly name = "ServeError";
  readonly exitCode = 2;
}
