import {
  type ConnectorContext,
  type Origin,
  type Positions,
  ProcessorError,
  type Source,
  type SourceBatch,
  StreamRecord,
} from "@millrace/engine";
import { bsonSize, type Document, isDocument, MqlError, type Value } from "@millrace/mql";
import { compileOption, emptyCarrier, evaluationContext } from "../support/evaluation.ts";

const BATCH_RECORDS = 1000;
const BATCH_BYTES = 4 * 1024 * 1024;

const partition = { id: "0" };
const origin: Origin = { describe: () => ({ type: "generated" }) };

/** The documents of a `$source`, each once and in order, then the end. The position is the index of the next one. */
export class DocumentsSource implements Source {
  readonly #options: Document;
  readonly #context: ConnectorContext;
  #documents: Document[] = [];
  #next = 0;
  #announced = false;

  constructor(options: Document, context: ConnectorContext) {
    this.#options = options;
    this.#context = context;
  }

  /** Evaluates the expression, if it is one. Rejects with a `ProcessorError` 420 unless the result is an array of documents. */
  async open(positions: Positions | undefined): Promise<void> {
    this.#documents = this.#evaluate();
    this.#next = Number(positions?.[partition.id] ?? 0);
  }

  #evaluate(): Document[] {
    const given = this.#options.documents;
    let items = given;
    if (!Array.isArray(given)) {
      const expression = compileOption("documents", given);
      try {
        items = expression.evaluate(emptyCarrier(this.#context.clock.now()), evaluationContext(this.#context));
      } catch (error) {
        if (error instanceof MqlError) throw invalid(`could not be evaluated: ${error.message}`);
        throw error;
      }
    }
    if (!Array.isArray(items)) throw invalid("must give an array of documents");
    const wrong = items.findIndex((item: Value) => !isDocument(item));
    if (wrong >= 0) throw invalid(`must hold documents only; element ${wrong} is none`);
    return items as Document[];
  }

  async read(): Promise<SourceBatch | null> {
    const partitions = this.#announced ? undefined : [partition];
    this.#announced = true;
    if (this.#next >= this.#documents.length && partitions === undefined) return null;
    const now = this.#context.clock.now();
    const records: StreamRecord[] = [];
    let bytes = 0;
    while (this.#next < this.#documents.length && records.length < BATCH_RECORDS && bytes < BATCH_BYTES) {
      // A copy, since the top level of a record belongs to the stages, and the array may hold one object twice.
      const doc = { ...(this.#documents[this.#next] as Document) };
      this.#next++;
      const size = bsonSize(doc);
      bytes += size;
      records.push(new StreamRecord(doc, now, partition, this.#next, size, origin));
    }
    return { records, partitions };
  }

  pause(): void {}

  async committed(): Promise<void> {}

  wake(): void {}

  async close(): Promise<void> {}
}

function invalid(what: string): ProcessorError {
  return new ProcessorError(420, "user-fatal", `The option 'documents' of $source ${what}`);
}
