import type { Document } from "@millrace/mql";
import { expect, test } from "vitest";
import { kafkaConnection, testContext } from "../testing/context.ts";
import { KafkaSettings } from "./settings.ts";

const options = (settings: Document) => new KafkaSettings(kafkaConnection(settings), testContext()).clientOptions();

test("servers are a list with or without blanks", () => {
  expect(options({ bootstrapServers: "a:9092, b-1.example.com:9093 ,10.0.0.1:1" }).bootstrap).toEqual([
    "a:9092",
    "b-1.example.com:9093",
    "10.0.0.1:1",
  ]);
});

test.each(["", ",", "a", "a:", "a:x", "http://a:9092", "a:1;b:2"])("the servers %j are refused", (bootstrapServers) => {
  expect(() => options({ bootstrapServers })).toThrow(/Kafka connection 'kafkaProd'.*bootstrapServers/);
});

test("no authentication means PLAINTEXT; a user and a password SASL", () => {
  expect(options({})).not.toHaveProperty("sasl");
  const authentication = { mechanism: "PLAIN", username: "u", password: "p" };
  expect(options({ authentication }).sasl).toEqual({ mechanism: "PLAIN", username: "u", password: "p" });
  expect(options({ authentication, security: { protocol: "SASL_PLAINTEXT" } })).toMatchObject({ sasl: { username: "u" } });
  expect(options({ authentication, security: { protocol: "PLAINTEXT" } })).not.toHaveProperty("sasl");
});

test("SSL protocols carry certificates", () => {
  const authentication = {
    mechanism: "PLAIN",
    username: "u",
    password: "p",
    sslCertificate: "cert",
    sslKey: "key",
    sslKeyPassword: "pass",
  };
  expect(options({ authentication, security: { protocol: "SASL_SSL", brokerPublicCertificate: "ca" } })).toMatchObject({
    sasl: { username: "u" },
    tls: { ca: "ca", certificate: "cert", key: "key", passphrase: "pass" },
  });
  expect(options({ security: { protocol: "SSL" } })).toMatchObject({ tls: { ca: undefined } });
});

test("what this version cannot do is told, without the password", () => {
  const authentication = { mechanism: "SCRAM-512", username: "u", password: "hush" };
  expect(() => options({ authentication })).toThrow(
    "Kafka connection 'kafkaProd': the authentication mechanism 'SCRAM-512' is not available in this version; PLAIN is",
  );
  expect(() => options({ security: { protocol: "TLS" } })).toThrow(/unknown security protocol 'TLS'/);
});

test("unknown keys of config, and values that are none, are ignored with a warning", () => {
  const context = testContext();
  const config = {
    "client.id": "me",
    "request.timeout.ms": "5000",
    "fetch.min.bytes": "many",
    "ssl.endpoint": "x",
    acks: "2",
    "__proto__.a": "1",
  };
  const settings = new KafkaSettings(kafkaConnection({ config }), context);
  expect(settings.clientOptions()).toMatchObject({ clientId: "me", requestTimeoutMs: 5000 });
  expect(settings.number("fetch.min.bytes")).toBeUndefined();
  expect(settings.choice("acks", ["all", "1"])).toBeUndefined();
  expect(context.logged).toEqual([
    "warn Kafka connection 'kafkaProd': the config key 'ssl.endpoint' is ignored",
    "warn Kafka connection 'kafkaProd': the config key '__proto__.a' is ignored",
    "warn Kafka connection 'kafkaProd': the config key 'fetch.min.bytes' is not a whole number and is ignored",
    "warn Kafka connection 'kafkaProd': the config key 'acks' must be one of all, 1 and is ignored",
  ]);
});
