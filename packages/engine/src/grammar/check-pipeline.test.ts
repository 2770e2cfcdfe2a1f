import { type Document, definitionOf, parseDefinition, type Value } from "@millrace/mql";
import { describe, expect, test } from "vitest";
import type { ConnectionType, ConnectorSpec } from "../connector.ts";
import type { PipelineEnvironment } from "../stages/define.ts";
import { checkPipeline } from "./check-pipeline.ts";

const duration = {
  type: "object",
  properties: { size: { type: "integer", minimum: 1 }, unit: { enum: ["ms", "second", "minute", "hour", "day"] } },
  required: ["size", "unit"],
};

/** Specs as connectors would give them. */
const connectors: ConnectorSpec[] = [
  {
    name: "Kafka",
    source: {
      operatorName: "KafkaConsumerOperator",
      metaType: "kafka",
      schema: {
        type: "object",
        properties: {
          topic: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" }, minItems: 1 }] },
          partitionIdleTimeout: duration,
          config: {
            type: "object",
            properties: { auto_offset_reset: { type: "string", enum: ["latest", "earliest"] }, group_id: { type: "string" } },
          },
        },
        required: ["topic"],
      },
    },
    sink: {
      operatorName: "KafkaEmitOperator",
      schema: {
        type: "object",
        properties: {
          topic: {},
          config: { type: "object", properties: { key: {}, keyFormat: { anyOf: [{ const: "string" }, { const: "json" }] } } },
        },
        required: ["topic"],
      },
      expressions: [["topic"], ["config", "key"]],
      check({ config }, report) {
        const { key, keyFormat } = (config ?? {}) as Document;
        if (key !== undefined && keyFormat === undefined) report(72, ["config", "key"], "$emit.config.key requires keyFormat");
      },
    },
  },
  {
    name: "Sample",
    source: { operatorName: "SampleDataSourceOperator", metaType: "generated", schema: { type: "object", properties: {} } },
  },
  {
    name: "documents",
    source: {
      operatorName: "DocumentsSourceOperator",
      metaType: "generated",
      schema: { type: "object", properties: { documents: {} }, required: ["documents"] },
    },
  },
  { name: "__testLog", sink: { operatorName: "LogSinkOperator", schema: { type: "object", properties: {} } } },
];

const connections = new Map<string, { type: ConnectionType }>([
  ["kafka1", { type: "Kafka" }],
  ["sample_stream_solar", { type: "Sample" }],
  ["lambda1", { type: "AWSLambda" }],
  ["cluster1", { type: "Cluster" }],
]);

const environment: PipelineEnvironment = { connections, connectors, source: "required", sink: "required" };
const source = { $source: { connectionName: "kafka1", topic: "in" } };
const sink = { $emit: { connectionName: "kafka1", topic: "out" } };
const log = { $emit: { connectionName: "__testLog" } };
const minute = { size: 1, unit: "minute" };
const window = (pipeline: Value[], more = {}) => ({ $tumblingWindow: { interval: minute, pipeline, ...more } });

function problems(pipeline: Value | string, changes: Partial<PipelineEnvironment> = {}) {
  const node = typeof pipeline === "string" ? parseDefinition(pipeline) : definitionOf(pipeline);
  return checkPipeline(node, { ...environment, ...changes }).problems.map(({ code, pointer, message }) => [
    code,
    pointer,
    message,
  ]);
}

function planOf(pipeline: Value, changes: Partial<PipelineEnvironment> = {}) {
  const { plan, problems } = checkPipeline(definitionOf(pipeline), { ...environment, ...changes });
  expect(problems).toEqual([]);
  return plan!;
}

test("a sound pipeline gives its plan: connectors, options, connections, operators with those of the window behind it", () => {
  const timeField = { $toDate: "$at" };
  const plan = planOf([
    { $source: { connectionName: "kafka1", topic: "in", timeField, tsFieldName: "_ts" } },
    { $match: { a: 1 } },
    { $set: { b: 1 } },
    window([{ $match: { c: 1 } }, { $group: { _id: "$k", n: { $sum: 1 } } }, { $sort: { n: -1 } }, { $limit: 5 }]),
    { $replaceWith: "$$ROOT" },
    sink,
  ]);
  expect(plan).toEqual({
    source: {
      connector: "Kafka",
      connectionName: "kafka1",
      options: { connectionName: "kafka1", topic: "in", timeField, tsFieldName: "_ts" },
      timeField,
      operatorName: "KafkaConsumerOperator",
      metaType: "kafka",
    },
    sink: {
      connector: "Kafka",
      connectionName: "kafka1",
      options: { connectionName: "kafka1", topic: "out" },
      operatorName: "KafkaEmitOperator",
    },
    hasWindow: true,
    connectionNames: ["kafka1"],
    operators: [
      "KafkaConsumerOperator",
      "MatchOperator",
      "AddFieldsOperator",
      "TumblingWindowOperator",
      "MatchOperator",
      "GroupOperator",
      "SortOperator",
      "LimitOperator",
      "ReplaceRootOperator",
      "KafkaEmitOperator",
    ],
    warnings: [],
  });
});

test("all problems come at once, in the order of the pipeline", () => {
  expect(problems([source, { $facet: {} }, { $tumblngWindow: {} }, { $group: { _id: null } }, { a: 1, b: 2 }, 5, sink])).toEqual([
    [9, "/1/$facet", "Unsupported stage: $facet"],
    [9, "/2/$tumblngWindow", "Unknown stage $tumblngWindow at /2. Did you mean $tumblingWindow?"],
    [9, "/3/$group", "$group must be inside a window stage"],
    [9, "/4", "A stage must be an object with exactly one field; this one has 2."],
    [9, "/5", "A stage must be an object with exactly one field, such as { $match: { … } }."],
  ]);
});

describe("placement (2.1, 2.2)", () => {
  test("what is no array of stages", () => {
    expect(problems({})).toEqual([[9, "", "The pipeline must be an array of stages."]]);
    expect(problems([])).toEqual([[9, "", "The pipeline has no stages."]]);
  });

  test("a pipeline begins with $source, has one, and ends in a sink", () => {
    expect(problems([{ $match: {} }, sink])).toEqual([[9, "/0", "The first stage must be $source."]]);
    expect(problems([source, source, sink])).toEqual([
      [9, "/1/$source", "$source must be the first stage, and there is only one"],
    ]);
    expect(problems([source, { $match: {} }])).toEqual([
      [9, "/1", "The last stage must be a sink: $emit, $merge, $iceberg, $https or $externalFunction."],
    ]);
    expect(problems([source, sink, { $match: {} }])).toEqual([
      [9, "/1/$emit", "$emit must be the last stage"],
      [9, "/2", "The last stage must be a sink: $emit, $merge, $iceberg, $https or $externalFunction."],
    ]);
  });

  test("sp.process needs no sink", () => {
    expect(problems([source, { $match: {} }], { sink: "optional" })).toEqual([]);
  });

  test("a misspelled last stage is not a missing sink", () => {
    expect(problems([source, { $emitt: {} }])).toEqual([[9, "/1/$emitt", "Unknown stage $emitt at /1. Did you mean $emit?"]]);
  });

  test("one window a pipeline", () => {
    expect(problems([source, window([]), { $match: {} }, window([]), sink])).toEqual([
      [9, "/3/$tumblingWindow", "A pipeline can have one window stage; the first is at /1"],
    ]);
  });

  test.each(["$group", "$sort", "$count", "$limit"])("%s only inside a window", (name) => {
    const spec = { $group: { _id: 1 }, $sort: { a: 1 }, $count: "n", $limit: 1 }[name];
    expect(problems([source, { [name]: spec }, sink])).toEqual([[9, `/1/${name}`, `${name} must be inside a window stage`]]);
    expect(problems([source, window([{ [name]: spec }]), sink])).toEqual([]);
  });

  test.each(["$source", "$emit", "$tumblingWindow", "$merge", "$throttle", "$vectorSearch"])(
    "%s is not allowed in a window",
    (name) => {
      expect(problems([source, window([{ [name]: {} }]), sink])).toContainEqual([
        9,
        `/1/$tumblingWindow/pipeline/0/${name}`,
        `${name} is not allowed inside a window stage`,
      ]);
    },
  );

  test.each(["$hoppingWindow", "$sessionWindow", "$lookup", "$validate", "$https", "$throttle", "$redact"])(
    "%s is known and not there yet",
    (name) => {
      expect(problems([source, { [name]: {} }, sink])).toEqual([
        [72, `/1/${name}`, `${name} is not available in this version of Millrace`],
      ]);
    },
  );

  test("$merge as sink is known and not there yet", () => {
    expect(problems([source, { $merge: { into: {} } }])).toEqual([
      [72, "/1/$merge", "$merge is not available in this version of Millrace"],
    ]);
  });

  test("names on Object.prototype are unknown stages like any other", () => {
    expect(
      problems(
        '[{"$source":{"connectionName":"sample_stream_solar"}},{"__proto__":{}},{"constructor":{}},{"$emit":{"connectionName":"__testLog"}}]',
      ),
    ).toEqual([
      [9, "/1/__proto__", "Unknown stage __proto__ at /1."],
      [9, "/2/constructor", "Unknown stage constructor at /2."],
    ]);
  });
});

describe("stages of mql", () => {
  test("problems of a stage are told with their place in the pipeline", () => {
    const [first] = problems([source, { $match: {} }, { $set: { a: { $ad: [1, 2] } } }, sink]);
    expect(first?.[0]).toBe(9);
    expect(first?.[1]).toMatch(/^\/2\/\$set\/a/);
    expect(first?.[2]).toContain("$add");
  });

  test("also inside a window", () => {
    const pointers = problems([
      source,
      window([{ $set: { a: { $ad: [] } } }, { $group: { _id: "$k", n: { $summ: 1 } } }, { $sort: { a: 2 } }]),
      sink,
    ]).map(([, pointer]) => pointer);
    expect(pointers).toHaveLength(3);
    expect(pointers[0]).toMatch(/^\/1\/\$tumblingWindow\/pipeline\/0\/\$set\/a/);
    expect(pointers[1]).toMatch(/^\/1\/\$tumblingWindow\/pipeline\/1\/\$group\/n/);
    expect(pointers[2]).toMatch(/^\/1\/\$tumblingWindow\/pipeline\/2\/\$sort/);
  });
});

describe("connections", () => {
  test("a name that does not exist", () => {
    expect(problems([{ $source: { connectionName: "kafka2", topic: "in" } }, sink])).toEqual([
      [
        72,
        "/0/$source/connectionName",
        "connection named kafka2 does not exist. Check sp.listConnections() for available connections. Did you mean kafka1?",
      ],
    ]);
    expect(problems([{ $source: { connectionName: "other", topic: "in" } }, sink])[0]?.[2]).toBe(
      "connection named other does not exist. Check sp.listConnections() for available connections",
    );
  });

  test("a type that cannot be a source, one that cannot be here yet, and no name at all", () => {
    const at = "/0/$source/connectionName";
    expect(problems([{ $source: { connectionName: "lambda1" } }, sink])).toEqual([
      [72, at, "connection lambda1 has type AWSLambda, which cannot be a source"],
    ]);
    expect(problems([{ $source: { connectionName: "cluster1" } }, sink])).toEqual([
      [72, at, "a source of type Cluster is not available in this version of Millrace"],
    ]);
    expect(problems([{ $source: {} }, sink])).toEqual([[9, "/0/$source", "$source.connectionName is required"]]);
    expect(problems([source, { $emit: { connectionName: "sample_stream_solar" } }])).toEqual([
      [72, "/1/$emit/connectionName", "connection sample_stream_solar has type Sample, which cannot be a sink"],
    ]);
  });

  test("a document array needs none; with one it is an error", () => {
    expect(planOf([{ $source: { documents: [{ a: 1 }] } }, log])).toMatchObject({
      source: { connector: "documents" },
      sink: { connector: "__testLog", operatorName: "LogSinkOperator" },
      connectionNames: [],
    });
    expect(problems([{ $source: { documents: [], connectionName: "kafka1" } }, log])).toEqual([
      [72, "/0/$source/connectionName", "$source.documents needs no connection: give either documents or connectionName"],
    ]);
  });

  test("a schedule is known and not there yet", () => {
    expect(problems([{ $source: { schedule: "0 * * * * *" } }, log])).toEqual([
      [72, "/0/$source/schedule", "$source with a schedule (cron) is not available in this version of Millrace"],
    ]);
  });
});

describe("options of $source and $emit", () => {
  test("unknown fields, wrong types, illegal values, missing fields", () => {
    const config = { auto_offset_reset: "earlest", groupid: "a" };
    expect(
      problems([
        { $source: { connectionName: "kafka1", topc: "in", partitionIdleTimeout: { size: 0, unit: "minutes" }, config } },
        sink,
      ]),
    ).toEqual([
      [9, "/0/$source/topc", "Unknown field $source.topc. Did you mean topic?"],
      [72, "/0/$source/partitionIdleTimeout/size", "$source.partitionIdleTimeout.size must be positive"],
      [
        72,
        "/0/$source/partitionIdleTimeout/unit",
        '$source.partitionIdleTimeout.unit must be one of "ms", "second", "minute", "hour", "day". Did you mean "minute"?',
      ],
      [
        72,
        "/0/$source/config/auto_offset_reset",
        '$source.config.auto_offset_reset must be one of "latest", "earliest". Did you mean "earliest"?',
      ],
      [9, "/0/$source/config/groupid", "Unknown field $source.config.groupid. Did you mean group_id?"],
      [9, "/0/$source", "$source.topic is required"],
    ]);
    expect(problems([{ $source: { connectionName: "kafka1", topic: 5 } }, sink])).toEqual([
      [9, "/0/$source/topic", "$source.topic must be a string or an array, not an integer"],
    ]);
    expect(problems([{ $source: { connectionName: "kafka1", topic: [] } }, sink])).toEqual([
      [72, "/0/$source/topic", "$source.topic must not be empty"],
    ]);
    expect(problems([{ $source: "kafka1" }, { $emit: 5 }])).toEqual([
      [9, "/0/$source", "$source must be an object"],
      [9, "/1/$emit", "$emit must be an object"],
    ]);
  });

  test("expressions are compiled, and the connector's own rules are told", () => {
    expect(
      problems([source, { $emit: { connectionName: "kafka1", topic: "$t", config: { key: { $concat: ["$a", "-"] } } } }]),
    ).toEqual([[72, "/1/$emit/config/key", "$emit.config.key requires keyFormat"]]);
    const [first] = problems([source, { $emit: { connectionName: "kafka1", topic: { $cncat: ["a"] } } }]);
    expect(first?.[1]).toMatch(/^\/1\/\$emit\/topic/);
  });

  test("other spellings are told how they should be (12.49)", () => {
    expect(problems([source, { $emit: { kafka: { connectionName: "kafka1" } } }])).toContainEqual([
      9,
      "/1/$emit/kafka",
      "Unknown field kafka. Did you mean the options of kafka directly in $emit, beside connectionName?",
    ]);
  });

  test("a malformed Extended JSON value is a problem, not a crash", () => {
    const [first] = problems(
      '[{"$source":{"connectionName":"kafka1","topic":{"$oid":"xyz"}}},{"$emit":{"connectionName":"__testLog"}}]',
    );
    expect(first?.slice(0, 2)).toEqual([9, "/0/$source"]);
  });
});

describe("timeField (3.0, 12.3)", () => {
  const withTime = (timeField: Value) => problems([{ $source: { connectionName: "kafka1", topic: "in", timeField } }, sink]);

  test("$toDate and $dateFromString are taken", () => {
    expect(withTime({ $toDate: "$at" })).toEqual([]);
    expect(withTime({ $dateFromString: { dateString: "$at" } })).toEqual([]);
  });

  test("a bare path is refused with a hint", () => {
    expect(withTime("$at")).toEqual([
      [
        72,
        "/0/$source/timeField",
        'timeField must be { $toDate: <expression> } or { $dateFromString: { … } }. Did you mean { "$toDate": "$at" }?',
      ],
    ]);
  });

  test("so is any other expression", () => {
    expect(withTime({ $add: ["$at", 1] })).toEqual([
      [72, "/0/$source/timeField", "timeField must be { $toDate: <expression> } or { $dateFromString: { … } }."],
    ]);
  });

  test("problems inside the expression are told", () => {
    expect(withTime({ $toDate: { $ad: [1] } })[0]?.[1]).toMatch(/^\/0\/\$source\/timeField\/\$toDate/);
  });
});

describe("window options (5.1)", () => {
  const at = "/1/$tumblingWindow";
  const check = (options: { [name: string]: Value }) => problems([source, { $tumblingWindow: options }, sink]);

  test("interval and pipeline are required", () => {
    expect(check({})).toEqual([
      [9, at, "$tumblingWindow.interval is required"],
      [9, at, "$tumblingWindow.pipeline is required"],
    ]);
  });

  test("everything that can be given", () => {
    expect(
      check({
        interval: { size: 1, unit: "ms" },
        pipeline: [],
        boundary: "eventTime",
        offset: { offsetFromUtc: 8, unit: "hour" },
        idleTimeout: 0,
        allowedLateness: { size: 2, unit: "minute" },
      }),
    ).toEqual([]);
  });

  test("a size must be a positive integer, zero only where off makes sense", () => {
    expect(check({ interval: { size: 0, unit: "second" }, pipeline: [] })[0]).toEqual([
      72,
      `${at}/interval/size`,
      "$tumblingWindow.interval.size must be positive",
    ]);
    expect(check({ interval: { size: 1.5, unit: "second" }, pipeline: [] })[0]).toEqual([
      9,
      `${at}/interval/size`,
      "$tumblingWindow.interval.size must be an integer, not a number",
    ]);
    expect(check({ interval: minute, pipeline: [], allowedLateness: 5 })[0]).toEqual([
      72,
      `${at}/allowedLateness`,
      "$tumblingWindow.allowedLateness must be 0.",
    ]);
  });

  test("numbers in Extended JSON are numbers", () => {
    const text = '{"size":{"$numberLong":"5"},"unit":"second"}';
    expect(
      problems(
        `[{"$source":{"connectionName":"sample_stream_solar"}},{"$tumblingWindow":{"interval":${text},"pipeline":[]}},{"$emit":{"connectionName":"__testLog"}}]`,
      ),
    ).toEqual([]);
  });

  test("processing time is known and not there yet; idleTimeout and allowedLateness do not go with it", () => {
    expect(
      check({ interval: minute, pipeline: [], boundary: "processingTime", idleTimeout: minute, allowedLateness: 0 }),
    ).toEqual([
      [72, `${at}/boundary`, "boundary 'processingTime' is not available in this version of Millrace"],
      [72, `${at}/idleTimeout`, "idleTimeout cannot be used with boundary 'processingTime'"],
      [72, `${at}/allowedLateness`, "allowedLateness cannot be used with boundary 'processingTime'"],
    ]);
  });

  test("a negative offset is taken, with a warning (12.16)", () => {
    const plan = planOf([source, window([], { offset: { offsetFromUtc: -2, unit: "hour" } }), sink]);
    expect(plan.warnings).toEqual([
      {
        code: 72,
        pointer: `${at}/offset/offsetFromUtc`,
        message: "A negative offset moves windows back, towards the past",
      },
    ]);
  });

  test("other spellings get a hint", () => {
    expect(check({ interval: minute, pipeline: [], boundaryType: "eventTime" })).toEqual([
      [9, `${at}/boundaryType`, "Unknown field $tumblingWindow.boundaryType. Did you mean boundary?"],
    ]);
  });

  test.each([
    [{ $limit: 0 }, 72, "$limit must be positive"],
    [{ $limit: "5" }, 9, "$limit must be an integer, not a string"],
    [{ $count: "" }, 72, "$count must not be empty"],
    [{ $count: "$n" }, 72, "$count must not begin with '$'. Did you mean \"n\"?"],
    [{ $count: "a.b" }, 72, "$count must not contain '.' or a null character"],
    [{ $count: 1 }, 9, "$count must be a string, not an integer"],
  ])("%j", (stage, code, message) => {
    const name = Object.keys(stage)[0];
    expect(check({ interval: minute, pipeline: [stage] })).toEqual([[code, `${at}/pipeline/0/${name}`, message]]);
  });
});

describe("millrace run: source and sink are replaced", () => {
  const replaced = { connections: "any", source: "replaced", sink: "replaced" } as const;

  test("connection names need not exist; timeField stays", () => {
    const timeField = { $toDate: "$at" };
    const plan = planOf(
      [{ $source: { connectionName: "nowhere", topic: "x", timeField } }, { $match: {} }, { $emit: { connectionName: "gone" } }],
      replaced,
    );
    expect(plan).toMatchObject({ source: { connector: "file", timeField, metaType: "file" }, connectionNames: [] });
    expect(plan.sink).toBeUndefined();
    expect(plan.operators).toEqual(["FileSourceOperator", "MatchOperator", "OutputOperator"]);
  });

  test("neither needs to be there", () => {
    expect(planOf([window([{ $count: "n" }])], replaced)).toMatchObject({ hasWindow: true });
  });

  test("timeField is checked all the same", () => {
    expect(problems([{ $source: { timeField: "$at" } }], replaced)[0]?.[1]).toBe("/0/$source/timeField");
  });
});
