/** V8 cannot hold more than 2^24 entries in one set. */
const defaultLimit = 2 ** 23;

/** A set of keys without that limit: a chain of sets. Nearly always it is one. */
export class KeySet {
  readonly #limit: number;
  readonly #full: Set<string>[] = [];
  #open = new Set<string>();

  constructor(limit = defaultLimit) {
    this.#limit = limit;
  }

  has(key: string): boolean {
    return this.#open.has(key) || this.#full.some((set) => set.has(key));
  }

  /** false: it was there. */
  add(key: string): boolean {
    if (this.#full.some((set) => set.has(key))) return false;
    const { size } = this.#open;
    this.#open.add(key);
    if (this.#open.size === size) return false;
    if (size + 1 >= this.#limit) {
      this.#full.push(this.#open);
      this.#open = new Set();
    }
    return true;
  }
}
