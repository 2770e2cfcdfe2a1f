/**
 * What somebody writes who needs exactly this window and wants it fast: the same results as WINDOW_STAGE in the engine, byte
 * for byte, for one partition. Frozen: change it only together with the pipeline.
 *
 * It does the same: the watermark as it was before the record closes windows, in order of start; late documents are set
 * aside; sums are compensated; averages print as doubles, the largest value with the type it came with. It does not do what
 * the engine does besides: checkpoints, statistics, several partitions, values of other types, pauses for the event loop.
 */
import { type Document, Double } from "@millrace/mql";
import { type Reading, WINDOW } from "./readings.ts";

class Group {
  readonly id: string;
  count = 0;
  numbers = 0;
  sum = 0;
  error = 0;
  max = Number.NEGATIVE_INFINITY;
  maxIsDouble = false;

  constructor(id: string) {
    this.id = id;
  }
}

interface Window {
  start: number;
  end: number;
  groups: Map<string, Group>;
}

const nowhere: Window = { start: Number.POSITIVE_INFINITY, end: Number.NEGATIVE_INFINITY, groups: new Map() };

export class WindowsByHand {
  /** Documents that came too late. */
  late: Document[] = [];
  readonly #write: (text: string) => Promise<void>;
  /** In order of start. */
  readonly #open: Window[] = [];
  #current = nowhere;
  #closesAt = Number.POSITIVE_INFINITY;
  #watermark = Number.NEGATIVE_INFINITY;

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  async push(batch: readonly Reading[]): Promise<void> {
    for (const { doc, ts } of batch) {
      const watermark = this.#watermark;
      if (watermark >= this.#closesAt) await this.#close(watermark);
      if (ts > watermark) this.#watermark = ts;
      let window = this.#current;
      if (ts < window.start || ts >= window.end) {
        window = this.#windowOf(ts, watermark);
        this.#current = window;
        if (window === nowhere) {
          this.late.push(doc);
          continue;
        }
      }
      const id = doc.sensor as string;
      let group = window.groups.get(id);
      if (group === undefined) {
        group = new Group(id);
        window.groups.set(id, group);
      }
      add(group, doc.value);
    }
    if (this.#watermark >= this.#closesAt) await this.#close(this.#watermark);
  }

  #windowOf(ts: number, watermark: number): Window {
    const start = Math.floor(ts / WINDOW.interval) * WINDOW.interval;
    const known = this.#open.find((window) => window.start === start);
    if (known !== undefined) return known;
    const end = start + WINDOW.interval;
    if (watermark - WINDOW.lateness >= end) return nowhere;
    const window = { start, end, groups: new Map() };
    this.#open.push(window);
    this.#open.sort((a, b) => a.start - b.start);
    this.#closesAt = this.#open[0]!.end + WINDOW.lateness;
    return window;
  }

  async #close(watermark: number): Promise<void> {
    while (watermark >= this.#closesAt) {
      const { groups } = this.#open.shift()!;
      this.#current = nowhere;
      this.#closesAt = this.#open.length > 0 ? this.#open[0]!.end + WINDOW.lateness : Number.POSITIVE_INFINITY;
      let text = "";
      for (const group of groups.values()) text += result(group);
      await this.#write(text);
    }
  }
}

function add(group: Group, raw: unknown): void {
  group.count++;
  let value: number;
  let isDouble: boolean;
  if (typeof raw === "number") {
    value = raw;
    isDouble = false;
  } else if (raw instanceof Double) {
    value = raw.value;
    isDouble = true;
  } else return;
  group.numbers++;
  // Neumaier's sum: what is lost in each addition is added up beside it.
  const sum = group.sum + value;
  group.error += Math.abs(group.sum) >= Math.abs(value) ? group.sum - sum + value : value - sum + group.sum;
  group.sum = sum;
  if (value > group.max) {
    group.max = value;
    group.maxIsDouble = isDouble;
  }
}

function result({ id, count, numbers, sum, error, max, maxIsDouble }: Group): string {
  const head = `{"_id":${JSON.stringify(id)},"count":${count},`;
  if (numbers === 0) return `${head}"avg":null,"max":null}\n`;
  return `${head}"avg":${double((sum + error) / numbers)},"max":${maxIsDouble ? double(max) : max}}\n`;
}

const double = (value: number) => (Number.isInteger(value) ? `${value}.0` : `${value}`);
