import kafkajs from "kafkajs";
import { expect, test } from "vitest";
import { KafkaError } from "../port.ts";
import { isOutOfRange, toKafkaError } from "./errors.ts";

const { KafkaJSConnectionError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } = kafkajs;

/** The types say that it takes no message. */
const authenticationError = Reflect.construct(kafkajs.KafkaJSSASLAuthenticationError, ["refused"]);

const protocol = (type: string, retriable: boolean) =>
  new KafkaJSProtocolError(Object.assign(new Error(`text of ${type}`), { type, code: 1, retriable }));

test.each([
  [authenticationError, "authentication"],
  [protocol("TOPIC_AUTHORIZATION_FAILED", false), "authorization"],
  [protocol("GROUP_AUTHORIZATION_FAILED", false), "authorization"],
  [protocol("UNKNOWN_TOPIC_OR_PARTITION", true), "unknown-topic"],
  [protocol("MESSAGE_TOO_LARGE", false), "too-large"],
  [protocol("RECORD_LIST_TOO_LARGE", false), "too-large"],
  [protocol("NOT_LEADER_FOR_PARTITION", true), "unreachable"],
  [protocol("INVALID_RECORD", false), "rejected"],
  [new KafkaJSConnectionError("refused"), "unreachable"],
  [new TypeError("a defect"), "rejected"],
  ["not even an error", "rejected"],
] as [unknown, string][])("%s is of the kind %s", (thrown, kind) => {
  expect(toKafkaError(thrown)).toMatchObject({ name: "KafkaError", kind });
});

test("wrappers that only tell of retries are looked through", () => {
  const wrapped = new KafkaJSNumberOfRetriesExceeded(protocol("MESSAGE_TOO_LARGE", false), { retryCount: 2, retryTime: 100 });
  expect(toKafkaError(wrapped)).toMatchObject({ kind: "too-large", message: "text of MESSAGE_TOO_LARGE" });
});

test("an error of the port stays what it is", () => {
  const error = new KafkaError("rejected", "no");
  expect(toKafkaError(error)).toBe(error);
});

test("only outages and unknown topics may pass", () => {
  const passing = (["authentication", "authorization", "unreachable", "unknown-topic", "too-large", "rejected"] as const).filter(
    (kind) => new KafkaError(kind, "").mayPass,
  );
  expect(passing).toEqual(["unreachable", "unknown-topic"]);
});

test("an offset out of range is recognised", () => {
  expect(isOutOfRange(toKafkaError(protocol("OFFSET_OUT_OF_RANGE", false)))).toBe(true);
  expect(isOutOfRange(toKafkaError(protocol("NOT_LEADER_FOR_PARTITION", true)))).toBe(false);
});
