import type { ConnectorContext, StreamRecord } from "@millrace/engine";
import {
  type Document,
  type EvalContext,
  type Expression,
  type JsonOptions,
  makeJsonEncoder,
  typeOf,
  type Value,
} from "@millrace/mql";
import { compileOption, evaluationContext } from "../support/evaluation.ts";
import type { OutgoingRecord } from "./client/port.ts";
import { headersFromValue } from "./headers.ts";
import { encodeKey } from "./keys.ts";
import { type KeyFormat, topicNameProblem } from "./spec.ts";

const jsonFormats = { relaxedJson: "relaxed", canonicalJson: "canonical", basicJson: "basic" } as const;

/** A document that cannot become a record; the message is the reason of its dead letter. */
export class NotWritable extends Error {}

/** Makes Kafka records of documents as the options of `$emit` say (engine.md 6.2). */
export class RecordEncoder {
  readonly #evaluation: EvalContext;
  readonly #topic: Expression;
  readonly #key: Expression | undefined;
  readonly #keyFormat: KeyFormat;
  readonly #headers: Expression | undefined;
  readonly #tombstoneWhen: Expression | undefined;
  readonly #toJson: (value: Value) => string;
  /** The topic, if it does not depend on the document. */
  readonly literalTopic: string | undefined;

  constructor(options: Document, context: ConnectorContext) {
    const config = (options.config ?? {}) as Document;
    const optional = (name: string) => (config[name] === undefined ? undefined : compileOption(`config.${name}`, config[name]));
    this.#evaluation = evaluationContext(context);
    this.#topic = compileOption("topic", options.topic);
    this.literalTopic = typeof options.topic === "string" && !options.topic.startsWith("$") ? options.topic : undefined;
    this.#key = optional("key");
    this.#keyFormat = (config.keyFormat as KeyFormat | undefined) ?? "binData";
    this.#headers = optional("headers");
    this.#tombstoneWhen = optional("tombstoneWhen");
    this.#toJson = makeJsonEncoder({
      format: jsonFormats[(config.outputFormat as keyof typeof jsonFormats | undefined) ?? "relaxedJson"],
      dateFormat: config.dateFormat as JsonOptions["dateFormat"],
    });
  }

  /** Throws {@link NotWritable}. */
  encode(record: StreamRecord): OutgoingRecord {
    return {
      topic: this.literalTopic ?? this.#attempt("evaluate target topic", () => this.#topicOf(record)),
      key: this.#key === undefined ? null : this.#attempt("make the key", () => this.#keyOf(record, this.#key as Expression)),
      headers:
        this.#headers === undefined
          ? []
          : this.#attempt("make the headers", () => headersFromValue(this.#evaluate(this.#headers as Expression, record))),
      value: this.#isTombstone(record)
        ? null
        : this.#attempt("write the document", () => Buffer.from(this.#toJson(record.doc), "utf8")),
    };
  }

  #evaluate(expression: Expression, record: StreamRecord): Value {
    return expression.evaluate(record, this.#evaluation);
  }

  #topicOf(record: StreamRecord): string {
    const topic = this.#evaluate(this.#topic, record);
    if (typeof topic !== "string") throw new Error(`it must be a string, not of type ${typeOf(topic)}`);
    const problem = topicNameProblem(topic);
    if (problem !== undefined) throw new Error(problem);
    return topic;
  }

  #keyOf(record: StreamRecord, key: Expression): Uint8Array {
    return encodeKey(this.#evaluate(key, record), this.#keyFormat);
  }

  #isTombstone(record: StreamRecord): boolean {
    const expression = this.#tombstoneWhen;
    if (expression === undefined) return false;
    return this.#attempt("evaluate tombstoneWhen", () => {
      const answer = this.#evaluate(expression, record);
      if (typeof answer !== "boolean") throw new Error(`it must give a boolean, not a value of type ${typeOf(answer)}`);
      return answer;
    });
  }

  #attempt<T>(doing: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw new NotWritable(`Failed to ${doing}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
