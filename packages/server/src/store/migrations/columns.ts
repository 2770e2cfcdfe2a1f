import type { ColumnDefinitionBuilder } from "kysely";

export const required = (column: ColumnDefinitionBuilder) => column.notNull();
export const key = (column: ColumnDefinitionBuilder) => column.primaryKey().notNull();
export const unique = (column: ColumnDefinitionBuilder) => column.notNull().unique();

/** A row of the named table, which goes when that one goes. */
export const within = (table: string) => (column: ColumnDefinitionBuilder) =>
  column.notNull().references(`${table}.id`).onDelete("cascade");

/** A row of the named table, which cannot go before this one. */
export const blocking = (table: string) => (column: ColumnDefinitionBuilder) =>
  column.notNull().references(`${table}.id`).onDelete("restrict");
