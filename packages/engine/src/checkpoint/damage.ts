/** A file is missing, torn or changed. The message is the end of a sentence that begins with the file's name. */
export class Damage extends Error {
  override readonly name = "Damage";
}

/** A file is whole, but of a format that this version does not know. */
export class NewerFormat extends Error {
  override readonly name = "NewerFormat";
  readonly version: number;

  constructor(version: number) {
    super(`has format version ${version}`);
    this.version = version;
  }
}
