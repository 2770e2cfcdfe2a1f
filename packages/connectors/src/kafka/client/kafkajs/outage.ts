import type { KafkaError, LogLevel } from "../port.ts";

/** How long brokers have been away, and whether that is too long. One for each thing that is tried again and again. */
export class Outage {
  readonly #what: string;
  readonly #limitMs: number;
  readonly #log: (level: LogLevel, message: string, fields?: Record<string, unknown>) => void;
  #since: number | undefined;
  #failures = 0;

  constructor(what: string, limitMs: number, log: (level: LogLevel, message: string, fields?: Record<string, unknown>) => void) {
    this.#what = what;
    this.#limitMs = limitMs;
    this.#log = log;
  }

  /** `true` if it is worth trying again. */
  failed(error: KafkaError): boolean {
    if (!error.mayPass) return false;
    this.#failures++;
    if (this.#since === undefined) {
      this.#since = Date.now();
      this.#log("warn", `Kafka: ${this.#what} failed, trying again`, { error: error.message });
    }
    return Date.now() - this.#since < this.#limitMs;
  }

  succeeded(): void {
    if (this.#since !== undefined) this.#log("info", `Kafka: ${this.#what} works again`, { afterMs: Date.now() - this.#since });
    this.#since = undefined;
    this.#failures = 0;
  }

  /** Time to wait before the next try: 100 ms, doubled up to 2 s. */
  get delayMs(): number {
    return Math.min(100 * 2 ** Math.max(0, this.#failures - 1), 2000);
  }
}
