import type { Clock, Connection, ConnectorContext, SinkHost, StreamRecord } from "@millrace/engine";
import type { Document } from "@millrace/mql";

/** The machine's clock, for connectors that wait for real files and sockets. */
export const realClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

export interface TestContext extends ConnectorContext {
  /** `level message`, as they were logged. */
  logged: string[];
}

export function testContext(changes: Partial<ConnectorContext> = {}): TestContext {
  const logged: string[] = [];
  return {
    processorId: "66b3aa11223344556677ff06",
    processorName: "test",
    ephemeral: false,
    clock: realClock,
    log: (level, message) => logged.push(`${level} ${message}`),
    logged,
    ...changes,
  };
}

export function kafkaConnection(settings: Document = {}): Connection {
  return { name: "kafkaProd", type: "Kafka", settings: { bootstrapServers: "127.0.0.1:9092", ...settings } };
}

export interface TestHost extends SinkHost {
  letters: { doc: Document; reason: string }[];
  counts: { documents: number; bytes: number; target?: Record<string, string> }[];
}

export function testHost(): TestHost {
  const letters: TestHost["letters"] = [];
  const counts: TestHost["counts"] = [];
  return {
    letters,
    counts,
    deadLetter: (record: StreamRecord, reason: string) => void letters.push({ doc: record.doc, reason }),
    wrote: (documents, bytes, target) => void counts.push({ documents, bytes, target }),
  };
}
