import { pipeline, Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type { FastifyReply } from "fastify";
import type { Unauthenticated } from "../auth/authenticate.ts";
import { type Answer, bodyOf, enveloped, type Wishes } from "./answer.ts";
import type { ApiError } from "./errors.ts";
import { writeJson } from "./json.ts";

/** Sends what an operation answered, in the version that was agreed on. */
export function sendAnswer(
  reply: FastifyReply,
  answer: Answer,
  how: { status: number; version: string; wishes: Wishes; base: string; listPath: string },
): FastifyReply {
  reply.code(how.status);
  if (how.status === 204) return reply.send();
  if (answer.kind === "file") return sendFile(reply, answer, how.version);
  const body = enveloped(bodyOf(answer, how.base, how.listPath), how.status, how.wishes);
  return reply
    .header("content-type", `application/vnd.atlas.${how.version}+json;charset=utf-8`)
    .send(writeJson(body, how.wishes.pretty));
}

/** The gzip is the content itself, so there is no Content-Encoding: clients would unpack it (admin-api.md 10.6). */
function sendFile(reply: FastifyReply, file: { name: string; content: AsyncIterable<string> }, version: string): FastifyReply {
  // When reading fails, the gzip is destroyed with it, and the caller sees the connection break.
  const gzip = pipeline(Readable.from(file.content), createGzip(), () => undefined);
  return reply
    .header("content-type", `application/vnd.atlas.${version}+gzip`)
    .header("content-disposition", `attachment; filename="${file.name}"`)
    .send(gzip);
}

/** Sends an error: always `application/json`, its code also as a header (admin-api.md 4.2, 6.1). */
export function sendError(reply: FastifyReply, error: ApiError, wishes: Wishes): FastifyReply {
  for (const [name, value] of Object.entries(error.headers)) reply.header(name, value);
  return reply
    .code(error.status)
    .header("content-type", "application/json")
    .header("X-Error-Code", error.code)
    .send(bytes(writeJson(enveloped(error.body(), error.status, wishes), wishes.pretty)));
}

/** The answer to a caller who could not be told; for Digest to the letter of admin-api.md 7.2. */
export function sendChallenge(reply: FastifyReply, error: Unauthenticated): FastifyReply {
  const body = { error: 401, reason: "Unauthorized", detail: error.message, errorCode: "UNEXPECTED_ERROR" };
  reply.code(401).header("www-authenticate", error.challenge).header("content-type", "application/json");
  if (error.scheme === "Bearer")
    return reply.header("X-Error-Code", body.errorCode).send(bytes(writeJson({ ...body, parameters: [] })));
  return reply.send(bytes(JSON.stringify(body, null, 2).replaceAll('":', '" :')));
}

/** Sent as bytes, since Fastify adds a charset to the type of texts, and clients compare types. */
export function bytes(text: string): Buffer {
  return Buffer.from(text);
}
